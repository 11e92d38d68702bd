import { modalView } from '../block-limits.ts';
import type { Tampering } from '../delivery.ts';
import { isObject, type JsonObject, objectIn, objectsIn, stringIn } from '../json.ts';
import type { View } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import { viewOnWire } from '../view-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import type { Delivered } from './command.ts';
import { chosen } from './find-element.ts';
import { envelopeFields } from './payload.ts';
import { readReply } from './reply.ts';

export type SubmitAct = {
  userId: string;
  viewId: string;
  /** What the person entered, by block id: text, or the value of the chosen option. */
  values: Record<string, string>;
  tampering?: Tampering | undefined;
};

/**
 * Delivers a view_submission and does what the answer says: close, show errors, update or clear.
 * @throws SlackError not_found when this person has no such view open
 */
export async function submitView(workspace: Workspace, act: SubmitAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const view = workspace.views.find(act.viewId);
  if (view === undefined || !view.isOpen || view.userId !== user.id) throw new SlackError('not_found');
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: 'view_submission',
    ...envelopeFields(workspace.directory.app, user, workspace.views.newTrigger(user.id), tampering),
    view: viewOnWire(workspace, view, stateOf(view, act.values)),
    response_urls: [],
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  if (receipt.outcome === 'answered') follow(workspace, view, readReply(receipt.body) ?? {});
  return { ...receipt, shown: undefined };
}

function follow(workspace: Workspace, view: View, reply: JsonObject): void {
  const action = stringIn(reply, 'response_action');
  if (action === 'errors') return;
  if (action === 'update') {
    const next = modalView.safeParse(reply['view']);
    if (!next.success) throw new SlackError('invalid_view');
    workspace.views.update({ viewId: view.id }, objectIn(reply, 'view'));
    return;
  }
  view.isOpen = false;
}

function stateOf(view: View, values: Record<string, string>): JsonObject {
  const inputs = objectsIn(view.definition, 'blocks').filter((block) => block['type'] === 'input');
  const entries = inputs.map((block) => {
    const blockId = stringIn(block, 'block_id') ?? '';
    const element = isObject(block['element']) ? block['element'] : {};
    const actionId = stringIn(element, 'action_id') ?? '';
    return [blockId, { [actionId]: { type: element['type'], ...chosen(element, values[blockId]) } }];
  });
  return Object.fromEntries(entries);
}
