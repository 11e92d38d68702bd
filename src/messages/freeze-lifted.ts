import type { Freeze } from '../core/history.ts';
import { cardKey, type MessageContent, type Outgoing } from '../core/outgoing.ts';
import { line } from './line.ts';
import { mrkdwn, user } from './mrkdwn.ts';
import { clause, inPlace } from './names.ts';

type Lifted = { readonly service: string; readonly env: string; readonly freeze: Freeze; readonly by: string };

/** Under the card of the rollout that put the freeze there; in the channel where none did. */
export function freezeLifted(lifted: Lifted, channel: string): Outgoing {
  const { service, env, freeze } = lifted;
  const { rolloutId, sinceMs } = freeze;
  const name = rolloutId ?? `${service}-${env}`;
  return {
    ...words(lifted),
    ...{ op: 'post', oid: `unfrozen-${name}-${sinceMs}`, key: `unfrozen-${name}`, channel },
    ...{ threadKey: rolloutId === null ? null : cardKey(rolloutId), broadcast: false, urgent: false },
  };
}

function words({ service, env, freeze, by }: Lifted): MessageContent {
  const text = mrkdwn`${user(by)} lifted the freeze of ${inPlace({ service, env })} (${clause(freeze.reason)}). Deploys are possible again.`;
  return line('🔓', text);
}
