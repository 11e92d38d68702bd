import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../sandbox/slack/model.ts';
import { cardKey } from '../../src/core/outgoing.ts';
import { card } from '../../src/messages/card.ts';
import { CHANNEL, slackTown } from './slack-town.ts';
import { type RedisTown, redisTown } from './town.ts';

const MINUTE_MS = 60_000;
const SERVICES = Array.from({ length: 10 }, (_, index) => `service-${index}`);

let redis: RedisTown;
beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());

const oidOf = ({ content }: Message) => content.metadata?.event_payload['oid'];

/** The most calls that fall into any span of this length. */
function mostIn(spanMs: number, atMs: readonly number[]): number {
  return Math.max(0, ...atMs.map((from) => atMs.filter((one) => one >= from && one < from + spanMs).length));
}

test.each([
  [10, 10],
  [60, 3],
])(
  'Slack is away for %i minutes in the middle of %i rollouts: every thread is complete, in order, once',
  async (awayMinutes, count) => {
    const services = SERVICES.slice(0, count);
    const town = slackTown((await redis.place()).space, services);
    const { jobs, slack } = town;
    const edits = new Map<string, number[]>();
    slack.workspace.onChange((change) => {
      if (change.kind !== 'message' || change.message.earlier.length === 0) return;
      edits.set(change.message.ts, [...(edits.get(change.message.ts) ?? []), jobs.clock.now()]);
    });
    for (const service of services) await town.deploy(service);
    await town.run(jobs.clock.now() + MINUTE_MS);
    slack.faults.isAway = true;
    await town.run(jobs.clock.now() + awayMinutes * MINUTE_MS);
    slack.faults.isAway = false;
    slack.faults.next('chat.postMessage', 3, { kind: 'replyLost' });
    await town.run();

    const messages = slack.workspace.conversations.all(CHANNEL);
    const wanted = jobs.store.outbox.filter(({ op }) => op === 'post').map(({ oid }) => oid);
    expect(messages.map(oidOf).toSorted()).toEqual(wanted.toSorted());
    const rollouts = jobs.store.all().map(({ rollout }) => rollout);
    expect(rollouts.map(({ state }) => state)).toEqual(services.map(() => 'succeeded'));
    for (const rollout of rollouts) {
      const root = messages.find((message) => message.content.text === card(rollout).text);
      if (!root) throw new Error(`no card shows how ${rollout.service} ended`);
      const key = cardKey(rollout.id);
      const lines = jobs.store.outbox.flatMap((one) => (one.op === 'post' && one.threadKey === key ? [one.oid] : []));
      const told = slack.workspace.conversations.repliesTo(CHANNEL, root.ts).map(oidOf);
      expect(told).toEqual(lines);
    }

    const callsOf = (method: string) => slack.log.of(method).map(({ atMs }) => atMs);
    expect(slack.log.calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(mostIn(10_000, callsOf('chat.postMessage'))).toBeLessThanOrEqual(13);
    expect(mostIn(MINUTE_MS, callsOf('chat.update'))).toBeLessThanOrEqual(45);
    expect(mostIn(MINUTE_MS, callsOf('conversations.replies'))).toBeLessThanOrEqual(45);
    for (const atMs of edits.values()) {
      expect(Math.min(...atMs.slice(1).map((one, index) => one - (atMs[index] ?? 0)))).toBeGreaterThanOrEqual(3_000);
    }
    const posts = jobs.store.outbox.filter(({ op }) => op !== 'edit').length;
    expect(town.mostRows(), 'edits did not pile up').toBeLessThan(posts + services.length * 2);
  },
  60_000,
);
