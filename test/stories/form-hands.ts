import { expect } from 'vitest';
import { type JsonObject, objectIn, objectsIn, stringIn } from '../../sandbox/slack/json.ts';
import type { Role } from './cast.ts';
import type { Stage } from './stage.ts';

type Entered = Readonly<Record<string, string>>;

/** What one person sees of a form that stands open, and does with it. Fields are named by how their block ids begin. */
export function formHands({ workspace, cast, sees }: Stage, who: Role) {
  const userId = cast[who];
  const view = () => workspace.modalsOf(userId).at(-1);
  const blocks = () => objectsIn(view()?.definition ?? {}, 'blocks');
  const find = (field: string) => blocks().find((block) => (stringIn(block, 'block_id') ?? '').startsWith(field));
  const has = (field: string) => sees(`the field ${field}`, () => find(field));
  const title = () => stringIn(objectIn(view()?.definition ?? {}, 'title'), 'text');
  const viewId = () => view()?.id ?? '';

  const at = async (field: string) => {
    const block = await has(field);
    return {
      blockId: stringIn(block, 'block_id') ?? '',
      actionId: stringIn(objectIn(block, 'element'), 'action_id') ?? '',
    };
  };
  /** The lines of a menu for what is typed in it. */
  const lines = async (field: string, typed: string): Promise<readonly JsonObject[]> => {
    const offered = await workspace.options({ userId, at: { viewId: viewId() }, ...(await at(field)), typed });
    expect(offered.because).toBeNull();
    return offered.options;
  };
  const choose = async (field: string, selected_option: JsonObject | undefined) => {
    expect(selected_option, `a line for ${field}`).toBeDefined();
    await workspace.pressInView({ userId, viewId: viewId(), ...(await at(field)), element: { selected_option } });
  };
  /** One of a few that stand in the form. */
  const pick = async (field: string, value: string) => {
    const options = objectsIn(objectIn(await has(field), 'element'), 'options');
    await choose(
      field,
      options.find((option) => option['value'] === value),
    );
  };
  /** `past`: Slack's own checks of what is missing are left out, as by a client that does not have them. */
  const submit = async (entered: Entered, past = false) => {
    const values: Record<string, string> = {};
    for (const [field, value] of Object.entries(entered)) values[(await at(field)).blockId] = value;
    return workspace.submitView({ userId, viewId: viewId(), values, tampering: { pastSlacksOwnChecks: past } });
  };
  const filledIn = (field: string) => {
    const element = objectIn(find(field) ?? {}, 'element');
    return stringIn(objectIn(element, 'initial_option'), 'value') ?? stringIn(element, 'initial_value');
  };
  return { view, has, title, lines, choose, pick, submit, filledIn, isClosed: () => view() === undefined };
}

export function lineText(line: JsonObject): string {
  return stringIn(objectIn(line, 'text'), 'text') ?? '';
}
