import type { CommandWorld } from '../../commands/command.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { EventEntry } from '../../src/core/event.ts';
import type { Press, Spoken } from '../../src/core/heard.ts';
import type { Freeze } from '../../src/core/history.ts';
import type { ViewContent } from '../../src/core/outgoing.ts';
import type { ShownReport } from '../../src/core/patterns/report.ts';
import type { Person } from '../../src/core/person.ts';
import type { AskedFor, ReplyTo } from '../../src/core/request.ts';
import { holdsLock, type Rollout } from '../../src/core/rollout.ts';
import type { Showing } from '../../src/core/showing.ts';
import { catalog } from './catalog.ts';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  U0ANA: ['S0ENGINEERS'],
  U0BO: ['S0ENGINEERS', 'S0APPROVERS'],
  U0IRA: [],
  U0EVE: [],
};

export type FakeWorld = {
  readonly world: CommandWorld;
  readonly asked: AskedFor[];
  /** Every view that was opened or drawn anew, in order. */
  readonly drawn: ViewContent[];
  readonly told: { readonly to: ReplyTo; readonly text: string }[];
};

export type Away = 'nothing' | 'requests' | 'inTheMiddle' | 'everything';

/** The world of commands in memory: Ana deploys, Bo approves too, Ira commands, Eve may nothing, Gus is a guest. */
export function fakeWorld(
  of: {
    readonly rollouts?: readonly Rollout[];
    /** Rollout ids by channel and time stamp of their card. */
    readonly threads?: Readonly<Record<string, string>>;
    /** By rollout id. */
    readonly events?: Readonly<Record<string, readonly EventEntry[]>>;
    readonly freezes?: Readonly<Record<string, Freeze>>;
    readonly strangers?: Readonly<Record<string, Person['standing']>>;
    readonly away?: Away;
    readonly catalog?: Catalog;
    readonly showing?: Showing | null;
    /** By the id under which each was shown. */
    readonly reports?: Readonly<Record<string, ShownReport>>;
    readonly views?: 'stand' | 'refuse';
  } = {},
): FakeWorld {
  const asked: AskedFor[] = [];
  const drawn: ViewContent[] = [];
  const told: FakeWorld['told'][number][] = [];
  const { rollouts = [], threads = {}, events = {}, freezes = {}, strangers = {}, away = 'nothing' } = of;
  const stored = rollouts.map((rollout) => ({ rollout, version: 1 }));
  const reach = async <T>(answer: T): Promise<T> => {
    if (away === 'everything') throw new Error('Redis is away');
    return answer;
  };
  const isLive = ({ rollout }: (typeof stored)[number], service: string, env: string) =>
    rollout.service === service && rollout.env === env && holdsLock(rollout);
  function person(userId: string, how: 'fresh'): Promise<Person>;
  function person(userId: string, how: 'cached'): Promise<Person | null>;
  function person(userId: string, how: 'fresh' | 'cached'): Promise<Person | null> {
    if (how === 'fresh') throw new Error('a command asks Slack nothing: its answer has three seconds');
    return reach(personOf(userId, strangers));
  }
  const world: CommandWorld = {
    catalog: () => of.catalog ?? catalog,
    directory: { person },
    rollouts: {
      live: (service, env) => reach(stored.find((one) => isLive(one, service, env)) ?? null),
      liveIn: (places) => reach(stored.filter((one) => places.some(({ service, env }) => isLive(one, service, env)))),
      queued: (service, env) =>
        reach(
          stored.flatMap(({ rollout, version }) => {
            const isHere = rollout.service === service && rollout.env === env;
            return isHere && rollout.state === 'queued' ? [{ rollout, version }] : [];
          }),
        ),
      byThread: (channel, ts) => reach(threads[`${channel} ${ts}`] ?? null),
      read: (id) => reach(stored.find(({ rollout }) => rollout.id === id) ?? null),
      recent: (limit) => reach(stored.slice(0, limit)),
      events: (id) => reach(events[id] ?? []),
      freeze: (service, env) => reach(freezes[`${service} ${env}`] ?? null),
    },
    requests: {
      add: async (one) => {
        if (away === 'requests') throw new Error('Redis is away');
        if (away === 'inTheMiddle') return 'unsure';
        await reach(null);
        if (asked.some(({ key }) => key === one.key)) return 'alreadyAsked';
        asked.push(one);
        return 'added';
      },
    },
    views: {
      open: async (_triggerId, view) => {
        if (of.views === 'refuse') return null;
        drawn.push(view);
        return { viewId: 'V1', hash: '1' };
      },
      update: async (_shown, view) => {
        drawn.push(view);
        return 'shown';
      },
    },
    reports: { read: (id) => reach(of.reports?.[id] ?? null) },
    showcase: {
      lately: async () => (away === 'everything' ? null : (of.showing ?? null)),
      wish: async () => undefined,
    },
    replies: {
      send: async (to, content) => {
        told.push({ to, text: content.text });
      },
    },
    now: () => NOW_MS,
  };
  return { world, asked, drawn, told };
}

/** Null for whoever the cache does not know. */
function personOf(userId: string, strangers: Readonly<Record<string, Person['standing']>>): Person | null {
  const standing = strangers[userId];
  if (standing) return { userId, standing, groups: ['S0ENGINEERS', 'S0APPROVERS'] };
  const groups = GROUPS[userId];
  return groups ? { userId, standing: 'member', groups } : null;
}

export const NOW_MS = Date.UTC(2026, 10, 21, 14, 0, 0);
const asking = { userId: 'U0ANA', channel: 'C0DEPLOYS', responseUrl: 'https://hooks.example/r', transportId: 't1' };

/** `/deploy …` or `/rollback …`, typed by Ana unless said otherwise. */
export function typed(line: string, change: Partial<Spoken> = {}): Spoken {
  const command = line.startsWith('/rollback') ? '/rollback' : '/deploy';
  return { ...asking, atMs: NOW_MS, command, text: line.slice(command.length).trim(), ...change };
}

export function pressing(actionId: string, value: string, change: Partial<Press> = {}): Press {
  return { ...asking, atMs: NOW_MS, actionId, value, ...change };
}
