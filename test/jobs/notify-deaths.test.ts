import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
import type { PostOutcome } from '../../src/core/outgoing.ts';
import { around, fuse } from '../fakes/interleave.ts';
import { CARD, CHANNEL, cardEdit, line, outboxTown, root, type World } from './outbox-town.ts';

/** A call may take 10 s, Slack's history another 10 s. */
const CALL_MS = 10_000;
const GRACE_MS = 10_000;
const LOOK_AGAIN_MS = 2_000;

test('wherever the sender dies, every message stands in Slack exactly once, in order', async () => {
  const message = fc.oneof(
    fc.constantFrom('one', 'two', 'three').map((text) => line(text)),
    fc.constantFrom('x', 'y').map((text) => cardEdit(text)),
  );
  const deaths = fc.array(fc.record({ atCall: fc.integer({ min: 1, max: 40 }), carriedOut: fc.boolean() }), {
    maxLength: 6,
  });
  const fates = fc.array(fc.constantFrom<PostOutcome['kind']>('sent', 'sent', 'unknown', 'later'), { maxLength: 6 });
  const messages = fc.uniqueArray(message, { maxLength: 5, selector: ({ oid }) => oid });
  await fc.assert(
    fc.asyncProperty(messages, deaths, fates, async (more, all, fate) => {
      const town = outboxTown([root('card'), ...more]);
      const slack = visibleSlack([...fate]);
      const whole = { ...town.world, thread: slack.thread };
      for (const death of all) {
        const hooks = fuse(death);
        const { outbox, thread, turns } = whole;
        const mortal = { outbox: around(outbox, hooks), thread: around(thread, hooks), turns: around(turns, hooks) };
        await drainChannel(CHANNEL, { ...whole, ...mortal }).catch(() => undefined);
        town.wait(CALL_MS + GRACE_MS);
      }
      for (let turns = 0; (await drainChannel(CHANNEL, whole)) !== null; turns++) {
        if (turns > 100) throw new Error('the channel is never empty');
        town.wait(LOOK_AGAIN_MS);
      }
      const posted = ['root card', ...more.filter(({ op }) => op === 'post').map(({ oid }) => oid)];
      expect(slack.visible.map(({ oid }) => oid)).toEqual(posted);
      const newest = more.findLast(({ op }) => op === 'edit')?.text;
      expect(slack.visible[0]?.text).toBe(newest ?? 'card');
    }),
    { numRuns: 500 },
  );
});

test('what a card shows is not taken from a sender that was stopped in its edit while another one went on', async () => {
  const town = outboxTown([cardEdit('5 %')], { [CARD]: '1.1' });
  const { edit } = town.world.thread;
  const reply = Promise.withResolvers<void>();
  const sleeping: World['thread'] = {
    ...town.world.thread,
    edit: async (message) => {
      const outcome = await edit(message);
      await reply.promise;
      return outcome;
    },
  };
  const stopped = drainChannel(CHANNEL, { ...town.world, thread: sleeping });
  await expect.poll(() => town.sent).toHaveLength(1);
  town.wait(CALL_MS);
  town.add(cardEdit('Paused'));
  await town.drainAll();
  reply.resolve();
  await stopped;
  town.add(cardEdit('5 %'));
  await town.drainAll();
  expect(town.sent.map(({ text }) => text)).toEqual(['5 %', 'Paused', '5 %']);
});

/** A Slack that shows what was posted, also where the reply is lost; `fate` says what becomes of the next posts. */
function visibleSlack(fate: PostOutcome['kind'][]) {
  const visible: { readonly ts: string; readonly oid: string; text: string }[] = [];
  const thread: World['thread'] = {
    post: async ({ text, oid }) => {
      const kind = fate.shift() ?? 'sent';
      const ts = `${visible.length + 1}.0`;
      if (kind === 'sent' || kind === 'unknown') visible.push({ ts, oid, text });
      return { kind, ts, retryAfterMs: 7_000, because: '' };
    },
    edit: async ({ text, ts }) => {
      const one = visible.find((message) => message.ts === ts);
      if (one) one.text = text;
      return { kind: 'sent', ts };
    },
    find: async (_channel, _threadTs, oid) => ({
      kind: 'looked',
      ts: visible.find((message) => message.oid === oid)?.ts ?? null,
    }),
    permalink: async () => null,
  };
  return { thread, visible };
}
