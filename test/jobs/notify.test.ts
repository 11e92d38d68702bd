import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
import type { PostOutcome } from '../../src/core/outgoing.ts';
import { around, fuse } from '../fakes/interleave.ts';
import { CARD, CHANNEL, cardEdit, line, outboxTown, root, type World } from './outbox-town.ts';

/** A call may take 10 s, Slack's history another 10 s. */
const CALL_MS = 10_000;
const GRACE_MS = 10_000;
const LOOK_AGAIN_MS = 2_000;

describe('a channel', () => {
  test('is told everything in order, replies in their thread', async () => {
    const town = outboxTown([root('card'), line('one'), line('two')]);
    expect(await town.drain()).toBeNull();
    expect(town.sent).toEqual([
      { how: 'post', text: 'card', to: null },
      { how: 'post', text: 'one', to: 'posted-0' },
      { how: 'post', text: 'two', to: 'posted-0' },
    ]);
  });

  test('gets one edit for many, and none for a card that is still to be posted', async () => {
    const town = outboxTown([root('card'), cardEdit('x'), cardEdit('y')]);
    await town.drain();
    expect(town.sent).toEqual([{ how: 'post', text: 'y', to: null }]);
    town.add(cardEdit('z'), line('one'), cardEdit('ä'));
    await town.drain();
    expect(town.sent.slice(1).map(({ how, text }) => `${how} ${text}`)).toEqual(['post one', 'edit ä']);
  });
});

describe('an edit that changes nothing', () => {
  test('is not sent: Slack shows it already', async () => {
    const town = outboxTown([root('card')]);
    await town.drain();
    town.add(cardEdit('card'));
    await town.drain();
    town.add(cardEdit('x'));
    await town.drain();
    town.add(cardEdit('x'));
    expect(await town.drain()).toBeNull();
    expect(town.sent.map(({ how, text }) => `${how} ${text}`)).toEqual(['post card', 'edit x']);
  });

  test('is sent when nobody knows what Slack shows: after an edit whose reply was lost', async () => {
    const town = outboxTown([root('card')]);
    await town.drain();
    town.knobs.edits.push({ kind: 'unknown' });
    town.add(cardEdit('x'));
    await town.drain();
    town.add(cardEdit('card'));
    await town.drainAll();
    expect(town.sent.at(-1)).toMatchObject({ how: 'edit', text: 'card' });
  });

  test('and after a Redis that may have forgotten a newer one', async () => {
    const town = outboxTown([root('card')]);
    await town.drain();
    town.wait(60_000);
    town.outbox.restart();
    town.wait(60_000);
    town.add(cardEdit('card'));
    await town.drainAll();
    expect(town.sent.at(-1)).toMatchObject({ how: 'edit', text: 'card' });
  });
});

describe('a reply that was lost', () => {
  test('is waited for until Slack may know, looked up by its metadata, and adopted', async () => {
    const town = outboxTown([root('card'), line('one')]);
    town.knobs.posts.push({ kind: 'unknown' });
    town.knobs.found = '1.5';
    expect(await town.drain()).toBe(LOOK_AGAIN_MS);
    town.wait(GRACE_MS - 1);
    expect(await town.drain()).toBe(1);
    expect(town.looked).toEqual([]);
    town.wait(1);
    await town.drainAll();
    expect(town.looked).toEqual(['root card']);
    expect(town.sent).toEqual([{ how: 'post', text: 'one', to: '1.5' }]);
  });

  test('keeps no other thread waiting', async () => {
    const town = outboxTown([root('card'), { ...root('other'), key: 'card-ffffffffff' }]);
    town.knobs.posts.push({ kind: 'unknown' });
    await town.drain();
    town.wait(LOOK_AGAIN_MS);
    await town.drain();
    expect(town.sent.map(({ text }) => text)).toEqual(['other']);
    expect(town.looked).toEqual([]);
  });

  test('of a sender that died is looked up when its call must be over, and then sent again', async () => {
    const town = outboxTown([root('card')]);
    const [row] = town.outbox.left(CHANNEL);
    const send = { oid: 'root card', rowId: row?.rowId ?? '', atMs: town.knobs.nowMs, instead: null, redraws: null };
    await town.outbox.begin(CHANNEL, { ...send, withinMs: CALL_MS });
    town.wait(CALL_MS + GRACE_MS - 1);
    expect(await town.drain()).toBe(1);
    town.wait(1);
    await town.drainAll();
    expect(town.looked).toEqual(['root card']);
    expect(town.sent.map(({ text }) => text)).toEqual(['card']);
  });

  test('is not sent again while Slack cannot be asked whether it is there', async () => {
    const town = outboxTown([root('card')]);
    town.knobs.posts.push({ kind: 'unknown' });
    await town.drain();
    town.wait(GRACE_MS);
    const away: World = {
      ...town.world,
      thread: { ...town.world.thread, find: async () => ({ kind: 'later', retryAfterMs: 30_000 }) },
    };
    await drainChannel(CHANNEL, away);
    town.wait(29_999);
    await town.drain();
    expect(town.sent).toEqual([]);
    town.wait(LOOK_AGAIN_MS);
    await town.drainAll();
    expect(town.sent.map(({ text }) => text)).toEqual(['card']);
  });
});

test('after Redis began anew what stood in the outbox is looked for before it is sent, and so is what follows for 60 s', async () => {
  const town = outboxTown([root('card')]);
  town.wait(1_000);
  town.outbox.restart();
  town.knobs.found = '1.5';
  await town.drainAll();
  expect(town.sent).toEqual([]);
  town.knobs.found = null;
  town.wait(59_999);
  town.add(line('one'));
  await town.drainAll();
  expect(town.looked).toEqual(['root card', 'line one']);
  town.wait(1);
  town.add(line('two'));
  await town.drainAll();
  expect(town.looked).toHaveLength(2);
  expect(town.sent.map(({ text }) => text)).toEqual(['one', 'two']);
});

describe('what Slack has no time for', () => {
  test('leaves later, and needs no look-up then', async () => {
    const town = outboxTown([root('card')]);
    town.knobs.posts.push({ kind: 'later', retryAfterMs: 7_000 });
    await town.drain();
    expect(town.outbox.isMarked('root card')).toBe(false);
    town.wait(6_999);
    expect(await town.drain()).toBe(1);
    await town.drainAll();
    expect(town.sent.map(({ text }) => text)).toEqual(['card']);
    expect(town.looked).toEqual([]);
  });

  test('keeps nobody from looking for what is more urgent', async () => {
    const town = outboxTown([cardEdit('x')], { [CARD]: '1.1' });
    town.knobs.edits.push({ kind: 'later', retryAfterMs: 30_000 });
    expect(await town.drain()).toBe(LOOK_AGAIN_MS);
    town.add(line('Rolled back.'));
    await town.drain();
    expect(town.sent).toEqual([{ how: 'post', text: 'Rolled back.', to: '1.1' }]);
  });
});

test('a message that Slack takes in no form is given up and logged, and the next one leaves', async () => {
  const town = outboxTown([line('bad'), line('good')], { [CARD]: '1.1' });
  town.knobs.posts.push({ kind: 'refused', because: 'no_permission' });
  await town.drainAll();
  expect(town.logged).toEqual(['slack.refused']);
  expect(town.sent.map(({ text }) => text)).toEqual(['good']);
});

test('a message that stands there without its blocks is told of in the log', async () => {
  const town = outboxTown([root('card')]);
  town.knobs.posts.push({ kind: 'sent', ts: '1.1', plain: 'invalid_blocks' });
  await town.drainAll();
  expect(town.logged).toEqual(['slack.plain']);
});

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
