import type { Json } from '../../protocol/slack.ts';
import { labelAt, textAt, typeOf, wordsAt } from '../blocks/read.ts';
import { type Desk, useDesk } from '../live/desk.ts';
import { type Choice, matching } from './choice.ts';
import { Combobox } from './combobox.tsx';
import type { ControlProps } from './control-props.ts';
import { nameOf, useControl } from './use-control.ts';

/** Selects of people, channels and conversations: their options are the workspace's. */
export function PlaceSelect(props: ControlProps) {
  const { element } = props;
  const desk = useDesk();
  const { value, isPressing, change } = useControl(props);
  const isMulti = typeOf(element).startsWith('multi_');
  const noun = /(user|channel|conversation)s_select$/.exec(typeOf(element))?.[1] ?? 'user';
  const all = noun === 'user' ? peopleOf(desk) : channelsOf(desk);
  const chosenIds = isMulti ? wordsAt(value, `selected_${noun}s`) : [textAt(value, `selected_${noun}`) ?? ''];
  const onChoose = (next: readonly Choice[]) => {
    const ids = next.map((choice) => choice.value);
    const chosen: Json = isMulti ? { [`selected_${noun}s`]: ids } : { [`selected_${noun}`]: ids[0] ?? null };
    void change(chosen);
  };
  return (
    <Combobox
      id={props.id}
      ariaLabel={nameOf(props)}
      describedBy={props.describedBy}
      isInvalid={props.isInvalid}
      placeholder={labelAt(element, 'placeholder') || `Select a ${noun}`}
      chosen={all.filter((choice) => chosenIds.includes(choice.value))}
      isMulti={isMulti}
      isBusy={isPressing}
      finder={{ pauseMs: 0, leastLetters: 0, find: (typed) => matching([{ label: null, choices: all }], typed) }}
      onChoose={onChoose}
    />
  );
}

function peopleOf({ people }: Desk): readonly Choice[] {
  const humans = [...people.values()].filter((person) => person.kind !== 'bot');
  return humans.map(({ id, name, realName }) => ({ value: id, label: realName, detail: `@${name}`, json: {} }));
}

function channelsOf({ channels }: Desk): readonly Choice[] {
  return [...channels].map(([id, name]) => ({ value: id, label: `#${name}`, detail: null, json: {} }));
}
