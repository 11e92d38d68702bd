import { drainChannel } from '../../jobs/notify.ts';
import type { MessageContent, Outgoing, PostOutcome } from '../../src/core/outgoing.ts';
import type { OutboxRow } from '../../src/ports/memory.ts';

export const CHANNEL = 'C0PROD';
export const CARD = 'card-r1';

type World = Parameters<typeof drainChannel>[1];
type Sent = { readonly how: 'post' | 'edit' | 'answer'; readonly text: string; readonly to: string | null };

/** The outbox of one channel in memory, and a Slack that does as `knobs` say. */
export function outboxTown(messages: readonly Outgoing[], known: Readonly<Record<string, string>> = {}) {
  let rows: OutboxRow[] = [];
  let rowsMade = 0;
  const ts = new Map(Object.entries(known));
  const sending = new Map<string, number>();
  const sent: Sent[] = [];
  const logged: string[] = [];
  const knobs = {
    nowMs: 0,
    posts: [] as PostOutcome[],
    edits: [] as PostOutcome[],
    permalink: async (): Promise<string | null> => 'https://slack.example/card',
    canAnswer: true,
    found: null as string | null,
  };
  const take = (outcomes: PostOutcome[], sentTs: string) => outcomes.shift() ?? ({ kind: 'sent', ts: sentTs } as const);
  const world: World = {
    outbox: {
      rows: async () => rows,
      sentTs: async (key) => ts.get(key) ?? null,
      sendingSinceMs: async (_channel, oid) => sending.get(oid) ?? null,
      markSending: async (_channel, oid, atMs) => {
        sending.set(oid, atMs);
      },
      unmarkSending: async (_channel, oid) => {
        sending.delete(oid);
      },
      settle: async (_channel, done) => {
        rows = rows.filter(({ rowId }) => !done.rowIds.includes(rowId));
        sending.delete(done.oid);
        if (done.key !== null && done.ts !== null) ts.set(done.key, done.ts);
      },
      turn: async () => 0,
    },
    thread: {
      post: async ({ text, threadTs }) => {
        const outcome = take(knobs.posts, `posted-${sent.length}`);
        if (outcome.kind === 'sent') sent.push({ how: 'post', text, to: threadTs });
        return outcome;
      },
      edit: async ({ text, ts: editedTs }) => {
        const outcome = take(knobs.edits, editedTs);
        if (outcome.kind === 'sent') sent.push({ how: 'edit', text, to: editedTs });
        return outcome;
      },
      find: async () => knobs.found,
      permalink: () => knobs.permalink(),
    },
    replies: {
      send: async ({ userId, channel, threadTs }, { text }: MessageContent) => {
        if (!knobs.canAnswer) throw new Error('Slack did not answer');
        sent.push({ how: 'answer', text, to: `${userId} in ${channel} ${threadTs}` });
      },
    },
    now: () => knobs.nowMs,
    log: (event) => logged.push(event),
  };
  const drain = () => drainChannel(CHANNEL, world);
  const add = (...more: readonly Outgoing[]) => {
    for (const message of more) rows.push({ rowId: `${rowsMade++}-0`, atMs: knobs.nowMs, message });
  };
  add(...messages);
  return { add, drain, knobs, sent, logged, left: () => rows.map(({ message }) => message.text) };
}

const base = { channel: CHANNEL, urgent: false, blocks: [] } as const;

export function root(text: string): Outgoing {
  return { ...base, op: 'post', oid: `root ${text}`, text, key: CARD, threadKey: null, broadcast: false };
}

export function line(text: string): Outgoing {
  return { ...base, op: 'post', oid: `line ${text}`, text, key: `line-${text}`, threadKey: CARD, broadcast: false };
}

export function cardEdit(text: string): Outgoing {
  return { ...base, op: 'edit', oid: `edit ${text}`, text, key: CARD };
}

export function answerTo(userId: string, text: string): Outgoing {
  const askedIn = { channel: 'C0DEPLOYS', threadTs: '5.5' };
  const more = { key: CARD, userId, responseUrl: null, askedIn, replacesQuestion: false } as const;
  return { ...base, op: 'answer', oid: `answer ${text}`, text, ...more };
}
