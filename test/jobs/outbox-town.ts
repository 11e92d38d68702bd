import { drainChannel } from '../../jobs/notify.ts';
import type { MessageContent, Outgoing, PostOutcome } from '../../src/core/outgoing.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { memoryOutbox, memoryTurns } from '../fakes/outbox.ts';
import { T0 } from '../messages/rollouts.ts';

export const CHANNEL = 'C0PROD';
export const ROLLOUT = '0a1b2c3d4e';
export const CARD = `card-${ROLLOUT}`;

export type World = Parameters<typeof drainChannel>[1];
type Sent = { readonly how: 'post' | 'edit' | 'answer'; readonly text: string; readonly to: string | null };

/** The outbox of one channel in memory, and a Slack that does as `knobs` say. */
export function outboxTown(messages: readonly Outgoing[], known: Readonly<Record<string, string>> = {}) {
  const sent: Sent[] = [];
  const logged: string[] = [];
  const looked: string[] = [];
  const knobs = {
    nowMs: T0,
    posts: [] as PostOutcome[],
    edits: [] as PostOutcome[],
    permalink: async (): Promise<string | null> => 'https://slack.example/card',
    canAnswer: true,
    found: null as string | null,
    isShared: false,
    saysWhetherShared: true,
    rollouts: [] as Rollout[],
  };
  const now = () => knobs.nowMs;
  const outbox = memoryOutbox(now);
  const turns = memoryTurns(now);
  const take = (outcomes: PostOutcome[], sentTs: string) => outcomes.shift() ?? ({ kind: 'sent', ts: sentTs } as const);
  const world: World = {
    outbox,
    turns,
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
      find: async (_channel, _threadTs, oid) => {
        looked.push(oid);
        return { kind: 'looked', ts: knobs.found };
      },
      permalink: () => knobs.permalink(),
    },
    replies: {
      send: async ({ userId, channel, threadTs }, { text }: MessageContent) => {
        if (!knobs.canAnswer) throw new Error('Slack did not answer');
        sent.push({ how: 'answer', text, to: `${userId} in ${channel} ${threadTs}` });
      },
    },
    channels: {
      isShared: async () => {
        if (!knobs.saysWhetherShared) throw new Error('Slack did not answer');
        return knobs.isShared;
      },
      wasShared: () => knobs.isShared,
    },
    rollouts: {
      read: async (id) => {
        const rollout = knobs.rollouts.find((one) => one.id === id);
        return rollout ? { rollout, version: 1 } : null;
      },
    },
    now,
    log: (event) => logged.push(event),
  };
  const drain = () => drainChannel(CHANNEL, world);
  /** Lets the time pass that the drain asks for, as the queue does. */
  const drainAll = async () => {
    for (let turnsTaken = 0; turnsTaken < 500; turnsTaken++) {
      const waitMs = await drain();
      if (waitMs === null) return;
      knobs.nowMs += waitMs;
    }
    throw new Error('the channel is never empty');
  };
  for (const [key, ts] of Object.entries(known)) outbox.know(key, ts);
  outbox.add(...messages);
  const wait = (ms: number) => {
    knobs.nowMs += ms;
  };
  const left = () => outbox.left(CHANNEL).map(({ message }) => message.text);
  return { world, outbox, turns, add: outbox.add, drain, drainAll, wait, knobs, sent, logged, looked, left };
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
