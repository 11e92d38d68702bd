import type { MessageContent } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { line } from './line.ts';
import { channel as channelLink, code, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace } from './names.ts';

/** To whoever asked for a rollout, alone: the channel hears nothing of it just now, and what would change that. */
export function channelBlocked(
  rollout: Pick<Rollout, 'service' | 'env'>,
  { channel, because }: { readonly channel: string; readonly because: string },
): MessageContent {
  const what = mrkdwn`Slack lets Slipway say nothing about ${inPlace(rollout)} in ${channelLink(channel)}: ${reason(because)}`;
  const status = code(`/deploy status ${rollout.service} ${rollout.env}`);
  return line(
    '⚠️',
    mrkdwn`${what} All messages wait and are posted there then; meanwhile ${status} tells how it stands.`,
  );
}

function reason(because: string): Mrkdwn {
  switch (because) {
    case 'not_in_channel':
      return mrkdwn`it is not in the channel. Please invite it.`;
    case 'is_archived':
      return mrkdwn`the channel is archived. Please unarchive it.`;
    case 'is_shared':
      return mrkdwn`the channel was shared with another company. Please end that, or give the environment another channel.`;
    case 'channel_not_found':
      return mrkdwn`the channel is gone, or private and without Slipway. Please invite it, or give the environment another channel.`;
    default:
      return mrkdwn`it answers ${code(because)}. Please mend the channel's settings.`;
  }
}
