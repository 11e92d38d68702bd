import { labelAt, listAt, numberAt, partAt, typeOf } from '../blocks/read.ts';
import { type Choice, choiceOf, groupsOf, matching } from './choice.ts';
import { Combobox } from './combobox.tsx';
import type { ControlProps } from './control-props.ts';
import { nameOf, useControl } from './use-control.ts';
import type { Finder } from './use-found.ts';

const TYPING_PAUSE_MS = 250;
/** Slack's default for external selects. */
const LEAST_LETTERS = 3;

/** Static and external selects, for one option or many. */
export function OptionSelect(props: ControlProps) {
  const { element, blockId } = props;
  const { actionId, value, isPressing, change, surface } = useControl(props);
  const isMulti = typeOf(element).startsWith('multi_');
  const one = partAt(value, 'selected_option');
  const chosen = [...listAt(value, 'selected_options'), ...(one === null ? [] : [one])].map(choiceOf);
  const leastLetters = numberAt(element, 'min_query_length') ?? LEAST_LETTERS;
  const askApp: Finder = {
    pauseMs: TYPING_PAUSE_MS,
    leastLetters,
    async find(typed) {
      if (typed.length < leastLetters) return [];
      const { options, groups } = await surface.options(blockId, actionId, typed);
      const named = groups.map((group) => ({ label: group.label, choices: group.options.map(choiceOf) }));
      return options.length === 0 ? named : [{ label: null, choices: options.map(choiceOf) }, ...named];
    },
  };
  const own: Finder = { pauseMs: 0, leastLetters: 0, find: (typed) => matching(groupsOf(element), typed) };
  const onChoose = (next: readonly Choice[]) => {
    const options = next.map((choice) => choice.json);
    void change(isMulti ? { selected_options: options } : { selected_option: options[0] ?? null });
  };
  return (
    <Combobox
      id={props.id}
      ariaLabel={nameOf(props)}
      describedBy={props.describedBy}
      isInvalid={props.isInvalid}
      placeholder={labelAt(element, 'placeholder') || 'Select an option'}
      chosen={chosen}
      isMulti={isMulti}
      isBusy={isPressing}
      finder={typeOf(element).endsWith('external_select') ? askApp : own}
      onChoose={onChoose}
    />
  );
}
