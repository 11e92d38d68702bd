import { deliverEvent } from '../events.ts';
import type { JsonObject } from '../json.ts';
import { viewOnWire } from '../view-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import { type Delivered, notSent } from './slackbot.ts';

/** A person opens the app's Home tab; the app hears of it every time (app_home_opened). */
export async function openHome(workspace: Workspace, act: { userId: string }): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  if (!workspace.directory.app.features.isHomeEnabled) return notSent({ because: 'This app has no Home tab.' });
  const view = workspace.views.homeOf(user.id);
  const event: JsonObject = {
    type: 'app_home_opened',
    user: user.id,
    channel: workspace.directory.directChannel(user.id).id,
    tab: 'home',
    event_ts: (workspace.now() / 1000).toFixed(6),
    ...(view === undefined ? {} : { view: viewOnWire(workspace, view) }),
  };
  return deliverEvent(workspace, event, { tampering: {} });
}
