import { type KeyboardEvent, useEffect, useRef } from 'react';
import { flagAt, labelAt, partAt, textAt, typeOf, wordsAt } from '../blocks/read.ts';
import type { ControlProps } from './control-props.ts';
import { nameOf, useControl } from './use-control.ts';

const TYPING_PAUSE_MS = 400;
const INPUT_TYPES: { readonly [type: string]: string } = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
};

/** Typed text. With `dispatch_action` the app hears of Enter, or of every pause in typing if it asked for that. */
export function TextInput(props: ControlProps) {
  const { element } = props;
  const { value, enter, tell } = useControl(props);
  const text = textAt(value, 'value') ?? '';
  const wanted = wordsAt(partAt(element, 'dispatch_action_config'), 'trigger_actions_on');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onType = (typed: string) => {
    const next = { value: typed === '' ? null : typed };
    enter(next);
    clearTimeout(timer.current);
    const isHeard = props.isDispatched && wanted.includes('on_character_entered');
    if (isHeard) timer.current = setTimeout(() => void tell(next), TYPING_PAUSE_MS);
  };
  const isMultiline = flagAt(element, 'multiline');
  const onKeyDown = (event: KeyboardEvent) => {
    const isHeard = props.isDispatched && (wanted.length === 0 || wanted.includes('on_enter_pressed'));
    if (event.key !== 'Enter' || event.shiftKey || !isHeard) return;
    event.preventDefault();
    void tell({ value: text === '' ? null : text });
  };
  const shared = {
    id: props.id,
    'aria-label': nameOf(props),
    'aria-describedby': props.describedBy,
    'aria-invalid': props.isInvalid,
    placeholder: labelAt(element, 'placeholder'),
    value: text,
    onKeyDown,
  };
  if (isMultiline)
    return <textarea {...shared} className="input" rows={4} onChange={(event) => onType(event.target.value)} />;
  return (
    <input
      {...shared}
      className="input"
      type={INPUT_TYPES[typeOf(element)] ?? 'text'}
      inputMode={typeOf(element) === 'number_input' ? 'decimal' : undefined}
      autoComplete="off"
      onChange={(event) => onType(event.target.value)}
    />
  );
}
