import type { Json } from '../../protocol/slack.ts';
import { labelAt, listAt, partAt, textAt } from '../blocks/read.ts';

/** One option as a list shows it; `json` is what goes back to the app. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly detail: string | null;
  readonly json: Json;
};

export type ChoiceGroup = { readonly label: string | null; readonly choices: readonly Choice[] };

export function choiceOf(option: Json): Choice {
  const detail = partAt(option, 'description') === null ? null : labelAt(option, 'description');
  return { value: textAt(option, 'value') ?? '', label: labelAt(option, 'text'), detail, json: option };
}

/** The options of a static select, grouped or not. */
export function groupsOf(element: Json): readonly ChoiceGroup[] {
  const groups = listAt(element, 'option_groups');
  if (groups.length === 0) return [{ label: null, choices: listAt(element, 'options').map(choiceOf) }];
  return groups.map((group) => ({
    label: labelAt(group, 'label'),
    choices: listAt(group, 'options').map(choiceOf),
  }));
}

/** The groups with what fits to what was typed. */
export function matching(groups: readonly ChoiceGroup[], typed: string): readonly ChoiceGroup[] {
  const words = typed.trim().toLowerCase();
  if (words === '') return groups;
  const fits = (choice: Choice) => `${choice.label} ${choice.detail ?? ''}`.toLowerCase().includes(words);
  return groups
    .map((group) => ({ ...group, choices: group.choices.filter(fits) }))
    .filter((group) => group.choices.length > 0);
}
