import type { Json } from '../../protocol/slack.ts';
import { SlackText } from '../blocks/mrkdwn.tsx';
import { listAt, partAt, textAt } from '../blocks/read.ts';
import type { ControlProps } from './control-props.ts';
import { nameOf, useControl } from './use-control.ts';

export function RadioButtons(props: ControlProps) {
  const { value, change } = useControl(props);
  const chosen = textAt(partAt(value, 'selected_option'), 'value');
  return (
    <Choices
      control={props}
      type="radio"
      isChosen={(option) => textAt(option, 'value') === chosen}
      onChange={(option) => void change({ selected_option: option })}
    />
  );
}

export function Checkboxes(props: ControlProps) {
  const { value, change } = useControl(props);
  const chosen = listAt(value, 'selected_options');
  const isSame = (one: Json) => (other: Json) => textAt(one, 'value') === textAt(other, 'value');
  const toggle = (option: Json) => {
    const rest = chosen.filter((other) => !isSame(option)(other));
    void change({ selected_options: rest.length < chosen.length ? rest : [...chosen, option] });
  };
  return (
    <Choices control={props} type="checkbox" isChosen={(option) => chosen.some(isSame(option))} onChange={toggle} />
  );
}

type ChoicesProps = {
  control: ControlProps;
  type: 'radio' | 'checkbox';
  isChosen(option: Json): boolean;
  onChange(option: Json): void;
};

function Choices({ control, type, isChosen, onChange }: ChoicesProps) {
  const { element, id, labelId, describedBy, isInvalid } = control;
  return (
    <fieldset
      className="choices"
      aria-label={nameOf(control)}
      aria-labelledby={labelId ?? undefined}
      aria-describedby={describedBy}
    >
      {listAt(element, 'options').map((option, index) => (
        <label key={textAt(option, 'value')} className="choice">
          <input
            id={index === 0 ? id : undefined}
            type={type}
            name={id}
            checked={isChosen(option)}
            aria-invalid={isInvalid}
            onChange={() => onChange(option)}
          />
          <span>
            <SlackText of={partAt(option, 'text')} />
            {partAt(option, 'description') !== null && (
              <span className="choice-detail">
                <SlackText of={partAt(option, 'description')} />
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
