import { viewOnWire } from '../view-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import { envelopeFields } from './payload.ts';
import { type Delivered, notSent } from './slackbot.ts';

export type CloseAct = {
  userId: string;
  viewId: string;
  /** The cross in the corner: the whole modal, not only the view on top. */
  isWhole?: boolean;
};

/**
 * Closes the view on top, or with `clear_on_close` or the cross all of them; the app hears of those with `notify_on_close`.
 * A view that is closed already stays so.
 * @returns what became of the last view_closed that was sent
 */
export async function closeView(workspace: Workspace, act: CloseAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const stack = workspace.views.stackOf(user.id);
  const top = stack.find((view) => view.id === act.viewId);
  const [lowest] = stack;
  if (top === undefined || lowest === undefined) return notSent();
  const isCleared = act.isWhole === true || top.definition['clear_on_close'] === true;
  const closed = isCleared ? stack : stack.slice(stack.indexOf(top));
  workspace.views.close(isCleared ? lowest : top);
  let delivered = notSent();
  for (const view of closed.toReversed().filter(({ definition }) => definition['notify_on_close'] === true)) {
    const payload = {
      type: 'view_closed',
      ...envelopeFields(workspace.directory.app, user, {}),
      view: viewOnWire(workspace, view),
      is_cleared: isCleared,
    };
    const receipt = await workspace.courier({ type: 'interactive', payload }, {});
    delivered = { ...receipt, shown: undefined, because: null };
  }
  return delivered;
}
