import { setTimeout as sleep } from 'node:timers/promises';
import { Code } from '../../sandbox/google/rpc-error.ts';
import type { Town } from '../../sandbox/town/town.ts';
import type { Dice } from './dice.ts';

/** What goes wrong outside, by how often. */
const KINDS = {
  ...{ cloudReplyLost: 4, cloudLate: 4, cloudAway: 3, cloudBusy: 2, cloudReadsAway: 3 },
  ...{ slackReplyLost: 4, slackLate: 3, slackBroken: 3, slackStorm: 3, slackAway: 1, slackForgets: 1 },
};

const POSTING = ['chat.postMessage', 'chat.postMessage', 'chat.update', '*'] as const;

/** Brings one fault after the other to Google and Slack until `signal` aborts, then fine weather. */
export async function keepWeather({ google, slack }: Town, dice: Dice, signal: AbortSignal): Promise<void> {
  const { faults } = google.model;
  const bad = (): void | Promise<void> => {
    switch (dice.weighed(KINDS)) {
      case 'cloudReplyLost':
        return faults.inject({ method: 'UpdateService', times: dice.whole(1, 2), replyLostAfterCommit: true });
      case 'cloudLate':
        // Later than a write may take at the most: its caller has given up, and it is carried out all the same.
        return faults.inject({ method: 'UpdateService', times: 1, delayMs: dice.between(500, 12_000) });
      case 'cloudAway':
        return faults.inject({ method: 'UpdateService', times: dice.whole(1, 4), code: Code.unavailable });
      case 'cloudBusy':
        return faults.inject({ method: 'UpdateService', times: dice.whole(1, 2), code: Code.aborted });
      case 'cloudReadsAway':
        return faults.inject({
          method: dice.pick(['GetService', 'GetRevision']),
          ...{ times: dice.whole(1, 6), code: Code.unavailable },
        });
      case 'slackReplyLost':
        return slack.faults.next(dice.pick(POSTING), dice.whole(1, 2), { kind: 'replyLost' });
      case 'slackLate':
        return slack.faults.next('chat.postMessage', 1, { kind: 'delay', delayMs: dice.between(500, 12_000) });
      case 'slackBroken':
        return slack.faults.next(dice.pick(POSTING), dice.whole(1, 4), {
          kind: 'status',
          status: dice.pick([500, 502, 503]),
        });
      case 'slackStorm':
        return slack.faults.next(dice.pick(POSTING), dice.whole(3, 12), {
          kind: 'ratelimited',
          retryAfterSeconds: dice.whole(1, 3),
        });
      case 'slackAway':
        return awayFor(slack, dice.between(1_000, 8_000), signal);
      case 'slackForgets':
        // Below the ten seconds after which Slipway looks for what it may have posted.
        slack.workspace.conversations.historyLagMs = dice.between(0, 6_000);
    }
  };
  while (!signal.aborted) {
    await sleep(dice.between(500, 4_500), undefined, { signal }).catch(() => undefined);
    // One trouble after the other: faults that pile up would be an outage, and nothing would happen during it.
    const isFine = faults.pending().length + slack.faults.pending().length === 0;
    if (isFine && !signal.aborted) await bad();
  }
  faults.clear();
  slack.faults.clear();
  slack.workspace.conversations.historyLagMs = 0;
}

async function awayFor(slack: Town['slack'], forMs: number, signal: AbortSignal): Promise<void> {
  slack.setAway(true);
  await sleep(forMs, undefined, { signal }).catch(() => undefined);
  slack.setAway(false);
}
