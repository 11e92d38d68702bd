import { createHmac } from 'node:crypto';
import { exampleApp, exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';

export type EventEnvelope = { readonly eventId?: string; readonly teamId?: string; readonly appId?: string };

/** Delivers an event as Slack would: signed anew each time, also when it is a retry of the same event. */
export function sendEvent(slack: SlackSandbox, url: string, event: object, how: EventEnvelope = {}) {
  const { eventId = `Ev${crypto.randomUUID()}`, teamId = exampleApp.teamId, appId = exampleApp.appId } = how;
  const body = JSON.stringify({
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    team_id: teamId,
    api_app_id: appId,
    authorizations: [{ team_id: teamId, user_id: exampleApp.botUserId, is_bot: true }],
    event,
  });
  // What differs between two deliveries of the same second is the signature's base string alone.
  const padded = `${body}${' '.repeat(Math.floor(Math.random() * 10_000))}`;
  return sendSigned(slack, url, { body: padded, type: 'application/json' });
}

/** Delivers a command of Ana's as Slack would. */
export function sendCommand(slack: SlackSandbox, url: string, text: string, responseUrl: string) {
  const body = new URLSearchParams({
    command: '/deploy',
    text,
    channel_id: exampleChannels.deploys,
    user_id: exampleUsers.ana,
    team_id: exampleApp.teamId,
    api_app_id: exampleApp.appId,
    response_url: responseUrl,
    trigger_id: '1.2',
  });
  return sendSigned(slack, url, { body: body.toString(), type: 'application/x-www-form-urlencoded' });
}

function sendSigned(
  slack: SlackSandbox,
  url: string,
  { body, type }: { readonly body: string; readonly type: string },
) {
  const seconds = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', exampleApp.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': seconds,
    'x-slack-signature': `v0=${hash}`,
  };
  return slack.replay({ transport: 'http', url, headers, body });
}
