import type { ViewOutput } from '@slack/bolt';
import type { Entry } from '../core/form.ts';

type Values = ViewOutput['state']['values'];
type Value = Values[string][string];

/** What was entered in each block of a view; our blocks hold one element each. */
export function entriesIn(values: Values | undefined): Readonly<Record<string, Entry>> {
  const blocks = Object.entries(values ?? {});
  return Object.fromEntries(blocks.map(([blockId, elements]) => [blockId, entryIn(Object.values(elements)[0])]));
}

function entryIn(value: Value | undefined): Entry {
  if (value === undefined) return null;
  if (value.selected_options) return value.selected_options.flatMap((option) => option.value ?? []);
  if (value.selected_option) return value.selected_option.value ?? null;
  return value.value ?? null;
}
