import { numberAt, textAt } from '../blocks/read.ts';
import type { ControlProps } from './control-props.ts';
import { nameOf, useControl } from './use-control.ts';

export function DatePicker(props: ControlProps) {
  const { value, change } = useControl(props);
  const onEnter = (entered: string) => void change({ selected_date: entered || null });
  return <Picker control={props} type="date" value={textAt(value, 'selected_date') ?? ''} onEnter={onEnter} />;
}

export function TimePicker(props: ControlProps) {
  const { value, change } = useControl(props);
  const onEnter = (entered: string) => void change({ selected_time: entered || null });
  return <Picker control={props} type="time" value={textAt(value, 'selected_time') ?? ''} onEnter={onEnter} />;
}

/** Slack has seconds since 1970 for it; the browser a local time without a zone. */
export function DateTimePicker(props: ControlProps) {
  const { value, change } = useControl(props);
  const seconds = numberAt(value, 'selected_date_time');
  const onEnter = (entered: string) => {
    const ms = new Date(entered).getTime();
    void change({ selected_date_time: Number.isNaN(ms) ? null : Math.floor(ms / 1000) });
  };
  const shown = seconds === null ? '' : localTime(seconds * 1000);
  return <Picker control={props} type="datetime-local" value={shown} onEnter={onEnter} />;
}

function localTime(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

type PickerProps = {
  control: ControlProps;
  type: 'date' | 'time' | 'datetime-local';
  value: string;
  onEnter(entered: string): void;
};

function Picker({ control, type, value, onEnter }: PickerProps) {
  return (
    <input
      id={control.id}
      className="input input-short"
      type={type}
      aria-label={nameOf(control)}
      aria-describedby={control.describedBy}
      aria-invalid={control.isInvalid}
      value={value}
      onChange={(event) => onEnter(event.target.value)}
    />
  );
}
