import { describe, expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
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
    const killed = () => Promise.reject(new Error('killed'));
    const dying: World = { ...town.world, thread: { ...town.world.thread, post: killed } };
    await expect(drainChannel(CHANNEL, dying)).rejects.toThrow('killed');
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

test('an edit waits for an older one that another sender has on its way, lest it arrive after it', async () => {
  const town = outboxTown([cardEdit('old')], { [CARD]: '1.1' });
  const [row] = town.outbox.left(CHANNEL);
  const send = { oid: `edit-${CARD}`, rowId: row?.rowId ?? '', atMs: town.knobs.nowMs, instead: null, redraws: CARD };
  await town.outbox.begin(CHANNEL, { ...send, withinMs: CALL_MS });
  town.add(cardEdit('new'));
  town.wait(CALL_MS - 1);
  expect(await town.drain()).toBe(1);
  expect(town.sent).toEqual([]);
  town.wait(1);
  expect(await town.drain()).toBeNull();
  expect(town.sent.map(({ text }) => text)).toEqual(['new']);
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
