import type { ReactNode } from 'react';
import { typeOf } from '../blocks/read.ts';
import { Button } from './button.tsx';
import { Checkboxes, RadioButtons } from './choices.tsx';
import type { ControlProps } from './control-props.ts';
import { DatePicker, DateTimePicker, TimePicker } from './date-time.tsx';
import { OptionSelect } from './option-select.tsx';
import { Overflow } from './overflow.tsx';
import { PlaceSelect } from './place-select.tsx';
import { TextInput } from './text-input.tsx';

type Kind = (props: ControlProps) => ReactNode;

const KINDS: { readonly [type: string]: Kind } = {
  button: Button,
  overflow: Overflow,
  static_select: OptionSelect,
  external_select: OptionSelect,
  multi_static_select: OptionSelect,
  multi_external_select: OptionSelect,
  users_select: PlaceSelect,
  channels_select: PlaceSelect,
  conversations_select: PlaceSelect,
  multi_users_select: PlaceSelect,
  multi_channels_select: PlaceSelect,
  multi_conversations_select: PlaceSelect,
  radio_buttons: RadioButtons,
  checkboxes: Checkboxes,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
};

/** Anything of Block Kit that acts or holds a value. One that is not known says so instead of vanishing. */
export function Control(props: ControlProps) {
  const Kind = KINDS[typeOf(props.element)];
  if (Kind === undefined) return <span className="unknown">[{typeOf(props.element)}]</span>;
  return <Kind {...props} />;
}
