import { say } from '../../commands/say.ts';
import type { Entries, Entry } from '../../src/core/form.ts';
import type { FormShown } from '../../src/core/heard.ts';
import type { ViewContent } from '../../src/core/outgoing.ts';
import { aShowing } from '../fakes/showing.ts';
import { type FakeWorld, fakeWorld, NOW_MS, typed } from '../fakes/world.ts';

type Field = { readonly type: string; readonly block_id?: string; readonly element?: Element };
type Element = {
  readonly type: string;
  readonly initial_value?: string;
  readonly initial_option?: { readonly value: string };
  readonly initial_options?: readonly { readonly value: string }[];
};

/** What stands in each field of a view before anybody touches it, by block id. */
export function fieldsIn({ blocks }: ViewContent): Entries {
  const inputs = blocks.filter((block): block is Field => 'type' in block && block.type === 'input');
  return Object.fromEntries(inputs.map(({ block_id = '', element }) => [block_id, filledIn(element)]));
}

function filledIn(element: Element | undefined): Entry {
  if (element?.type === 'checkboxes') return (element.initial_options ?? []).map(({ value }) => value);
  return element?.initial_value ?? element?.initial_option?.value ?? null;
}

/** The view with something entered in it, as Slack tells of it. */
export function shownOf(view: ViewContent, entered: Entries, viewId = 'V1'): FormShown {
  const { metadata } = view;
  return { userId: 'U0ANA', viewId, hash: '1', metadata, entries: { ...fieldsIn(view), ...entered }, atMs: NOW_MS };
}

/** What stands on the screen now. */
export function lastView({ drawn }: Pick<FakeWorld, 'drawn'>): ViewContent {
  const view = drawn.at(-1);
  if (!view) throw new Error('no view was drawn');
  return view;
}

/** Types it with a trigger, and lets everything happen that follows the answer. */
export async function opened(
  line: string,
  of: Parameters<typeof fakeWorld>[0] = {},
  change: Parameters<typeof typed>[1] = {},
) {
  const fake = fakeWorld({ showing: aShowing(NOW_MS), ...of });
  const answer = await say(typed(line, { triggerId: '1.2.3', ...change }), fake.world);
  if (answer.kind === 'opened') await answer.fill();
  return { ...fake, answer, text: answer.kind === 'ephemeral' ? answer.content.text : '' };
}
