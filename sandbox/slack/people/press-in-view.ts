import type { Tampering } from '../delivery.ts';
import { elementIn, pressedWith, stateOf } from '../element-state.ts';
import { type JsonObject, objectsIn } from '../json.ts';
import type { StateValues, View } from '../model.ts';
import { viewOnWire } from '../view-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import { envelopeFields } from './payload.ts';
import { type Delivered, notSent, trouble } from './slackbot.ts';

export type PressInViewAct = {
  userId: string;
  viewId: string;
  blockId: string;
  actionId: string;
  /** Slack's own fields of `actions[0]`, such as `selected_option`; nothing for a button. */
  element?: JsonObject | undefined;
  /** What stands in the other fields. */
  values?: StateValues | undefined;
  tampering?: Tampering | undefined;
};

/**
 * Delivers a block_actions payload from a modal or a Home tab. An input tells the app only when its block has
 * `dispatch_action`; else Slack just remembers what was entered.
 */
export async function pressInView(workspace: Workspace, act: PressInViewAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const view = ownView(workspace, act);
  const found = view === undefined ? undefined : elementIn(view.definition, act);
  if (view === undefined || found === undefined) return notSent({ because: changed });
  const fields = pressedWith(found, act.element ?? {});
  const own = { [act.blockId]: { [act.actionId]: fields } };
  view.entered = stateOf(objectsIn(view.definition, 'blocks'), view.entered, act.values ?? {}, own);
  if (found.block['type'] === 'input' && found.block['dispatch_action'] !== true) return notSent();
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: 'block_actions',
    ...envelopeFields(workspace.directory.app, user, tampering),
    trigger_id: workspace.views.newTrigger(user.id),
    container: { type: 'view', view_id: view.id },
    view: viewOnWire(workspace, view),
    actions: [
      {
        type: found.element['type'],
        action_id: act.actionId,
        block_id: act.blockId,
        ...fields,
        action_ts: (workspace.now() / 1000).toFixed(6),
      },
    ],
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  return { ...receipt, shown: undefined, because: receipt.outcome === 'answered' ? null : trouble };
}

const changed = 'This form has changed meanwhile. Please look again.';

/** A view that this person has before the eyes: on top of the modal, or the Home tab. */
export function ownView(workspace: Workspace, act: { userId: string; viewId: string }): View | undefined {
  const { views } = workspace;
  return [views.openOf(act.userId), views.homeOf(act.userId)].find((view) => view?.id === act.viewId);
}
