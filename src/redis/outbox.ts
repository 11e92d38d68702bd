import { randomUUID } from 'node:crypto';
import { rolloutOfCard } from '../core/outgoing.ts';
import type { Doubt, Outbox, OutboxRow } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { type Keys, keysOf } from './keys.ts';
import { readOutgoing } from './outbox-record.ts';
import { BEGIN_SCRIPT, DOUBT_SCRIPT, REMARK_SCRIPT, SETTLE_SCRIPT, TELL_SCRIPT } from './outbox-scripts.ts';

const READ_AT_ONCE = 300;
/** Slack names its messages for as long as they stand; a rollout's card is edited for days at most. */
const REMEMBER_TS_S = 90 * 24 * 60 * 60;
const DAY_S = 24 * 60 * 60;

/** So long after Redis began anew a step may be done again whose message had left: it is looked for before it is sent. */
const CAUTIOUS_MS = 60_000;
/** How far before a new beginning of Redis a message may have been sent whose mark is forgotten. */
const FORGOTTEN_MS = 60 * 60_000;

type OutboxOptions = {
  readonly now: () => number;
  /** A row of another version of Slipway, or by another hand, was thrown away. */
  readonly onUnreadable: (row: { readonly channel: string; readonly rowId: string }) => void;
};

/** All that web may know of the outbox: which messages stand in Slack. */
export function redisSentMessages({ client, prefix }: RedisSpace): Pick<Outbox, 'sentTs'> {
  const keys = keysOf(prefix);
  return { sentTs: (key) => client.get(keys.sent(key)) };
}

export function redisOutbox(space: RedisSpace, { now, onUnreadable }: OutboxOptions): Outbox {
  const { client, prefix } = space;
  const keys = keysOf(prefix);
  return {
    rows: async (channel) => {
      const { rows, unreadable } = await readAll(space, keys, channel);
      const { kept, outdated } = newestEdits(rows);
      const gone = [...unreadable, ...outdated];
      if (gone.length > 0) await client.xdel(keys.outbox(channel), ...gone);
      for (const rowId of unreadable) onUnreadable({ channel, rowId });
      return kept;
    },
    ...redisSentMessages(space),
    ...redisMarks(space, now),
    settle: async (channel, { oid, rowIds, key, ts, print, begun }) => {
      const rolloutId = rolloutOfCard(key ?? '') ?? '';
      const remembered = [keys.sent(key ?? oid), keys.dirty, keys.thread(channel, ts ?? ''), keys.print(key ?? oid)];
      const names = [keys.outbox(channel), keys.sending(channel), ...remembered];
      const isPrinted = key !== null && print !== null;
      const values = [
        oid,
        channel,
        ts ?? '',
        REMEMBER_TS_S,
        rolloutId,
        isPrinted ? `${now()} ${print}` : '',
        begun?.mark ?? '',
        ...rowIds,
      ];
      await client.eval(SETTLE_SCRIPT, names.length, ...names, ...values);
    },
    printOf: async (key) => {
      const [kept, sinceMs] = await Promise.all([client.get(keys.print(key)), client.hget(keys.memory, 'since')]);
      if (kept === null) return null;
      const [atMs = '0', print = null] = kept.split(' ');
      // A newer print may be among what Redis forgot.
      return Number(atMs) > Number(sinceMs ?? '0') ? print : null;
    },
    first: async (name, value) => {
      const key = keys.once(name);
      await client.set(key, value, 'EX', DAY_S, 'NX');
      return (await client.getex(key, 'EX', DAY_S)) ?? value;
    },
    standing: (name) => client.get(keys.once(name)),
    forget: async (name) => {
      await client.del(keys.once(name));
    },
    tellOnce: async (message) => {
      const { oid, channel } = message;
      const names = [keys.once(`told-${oid}`), keys.outbox(channel), keys.dirty];
      await client.eval(TELL_SCRIPT, names.length, ...names, DAY_S, channel, now(), JSON.stringify(message));
    },
  };
}

type Marks = Pick<Outbox, 'doubt' | 'begin' | 'takeBack' | 'leaveInDoubt'>;

/** Every send is marked before its call, so that whoever comes after a death, or beside it, knows. */
function redisMarks({ client, prefix }: RedisSpace, now: () => number): Marks {
  const keys = keysOf(prefix);
  const remark = async (channel: string, oid: string, known: string, next: string) => {
    await client.eval(REMARK_SCRIPT, 1, keys.sending(channel), oid, known, next);
  };
  return {
    doubt: async (channel, { oid, atMs }) => {
      const names = [keys.sending(channel), keys.memory];
      const found = await client.eval(DOUBT_SCRIPT, names.length, ...names, oid, atMs, now(), CAUTIOUS_MS);
      return found === null ? null : doubtIn(String(found), atMs);
    },
    begin: async (channel, { oid, rowId, instead, redraws, withinMs }) => {
      const atMs = now();
      const begun = doubtOf(instead?.sinceMs ?? atMs, atMs + withinMs);
      const names = [keys.outbox(channel), keys.sending(channel), keys.print(redraws ?? '')];
      const values = [oid, rowId, instead?.mark ?? '', begun.mark, redraws === null ? '0' : '1'];
      return (await client.eval(BEGIN_SCRIPT, names.length, ...names, ...values)) === 1 ? begun : null;
    },
    takeBack: (channel, oid, { mark }) => remark(channel, oid, mark, ''),
    leaveInDoubt: (channel, oid, { mark, sinceMs }) => remark(channel, oid, mark, doubtOf(sinceMs, now()).mark),
  };
}

function doubtOf(sinceMs: number, overAtMs: number): Doubt {
  return { mark: `${sinceMs} ${overAtMs} ${randomUUID()}`, sinceMs, overAtMs };
}

function doubtIn(found: string, rowAtMs: number): Doubt {
  const [first = '', second = ''] = found.split(' ');
  if (first === 'lost') return { mark: '', sinceMs: Math.min(rowAtMs, Number(second)) - FORGOTTEN_MS, overAtMs: 0 };
  // An older Slipway marked with the time alone.
  return { mark: found, sinceMs: Number(first), overAtMs: Number(second === '' ? first : second) };
}

type Read = { readonly rows: readonly OutboxRow[]; readonly unreadable: readonly string[] };

async function readAll({ client }: RedisSpace, keys: Keys, channel: string): Promise<Read> {
  const rows: OutboxRow[] = [];
  const unreadable: string[] = [];
  let from = '-';
  for (;;) {
    const entries = await client.xrange(keys.outbox(channel), from, '+', 'COUNT', READ_AT_ONCE);
    for (const [rowId, fields] of entries) {
      const message = readOutgoing(fields[1] ?? '');
      if (message === null) unreadable.push(rowId);
      else rows.push({ rowId, atMs: timeOf(rowId), message });
    }
    const last = entries.at(-1);
    if (!last || entries.length < READ_AT_ONCE) return { rows, unreadable };
    from = `(${last[0]}`;
  }
}

/** An edit shows the newest state; while Slack is away a card may be drawn anew thousands of times. */
function newestEdits(rows: readonly OutboxRow[]): {
  readonly kept: readonly OutboxRow[];
  readonly outdated: readonly string[];
} {
  const newest = new Map(
    rows.filter(({ message }) => message.op === 'edit').map((row) => [row.message.key, row.rowId]),
  );
  const isKept = ({ rowId, message }: OutboxRow) => message.op !== 'edit' || newest.get(message.key) === rowId;
  return { kept: rows.filter(isKept), outdated: rows.filter((row) => !isKept(row)).map(({ rowId }) => rowId) };
}

/** The id of a stream's entry begins with the time at which Redis added it. */
function timeOf(rowId: string): number {
  return Number(rowId.split('-')[0]);
}
