import type { Delivery, Receipt, Tampering } from './delivery.ts';
import { type JsonObject, stringIn } from './json.ts';
import type { Channel } from './model.ts';
import { type Delivered, notSent } from './people/slackbot.ts';
import type { Workspace } from './workspace.ts';

/** When Slack tries an event again, after an attempt that failed: at once, after a minute, after five. */
const retryWaitsMs = [0, 60_000, 300_000] as const;

type About = { channel?: Channel; tampering: Tampering };

/**
 * Delivers an event to an app that subscribes to it. Answers after the first attempt; further ones follow by themselves,
 * under the same event id, until the app answers 2xx in time or asks to be left alone.
 */
export async function deliverEvent(workspace: Workspace, event: JsonObject, about: About): Promise<Delivered> {
  const { features } = workspace.directory.app;
  if (!features.events.has(stringIn(event, 'type') ?? '')) return notSent();
  const delivery: Delivery = { type: 'events_api', payload: callback(workspace, event, about) };
  const receipt = await workspace.courier(delivery, about.tampering);
  if (receipt.outcome !== 'answered') void retry(workspace, delivery, receipt);
  return { ...receipt, shown: undefined, because: null };
}

async function retry(workspace: Workspace, delivery: Delivery, first: Receipt): Promise<void> {
  let last = first;
  for (const [index, waitMs] of retryWaitsMs.entries()) {
    if (last.outcome === 'answered' || last.asksNoRetry === true) return;
    if (!(await workspace.waitToRetry(waitMs))) return;
    last = await workspace.courier({ ...delivery, retry: { attempt: index + 1, reason: reasonOf(last) } }, {});
  }
}

function reasonOf({ outcome, status }: Receipt): string {
  if (outcome === 'operation_timeout') return 'http_timeout';
  return status === undefined ? 'connection_failed' : 'http_error';
}

function callback(workspace: Workspace, event: JsonObject, { channel, tampering }: About): JsonObject {
  const { app } = workspace.directory;
  const teamId = tampering.teamId ?? app.teamId;
  return {
    token: app.verificationToken,
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: tampering.appId ?? app.appId,
    event,
    type: 'event_callback',
    event_id: workspace.newEventId(),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: app.teamId, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: `4-${workspace.newEventId()}`,
  };
}
