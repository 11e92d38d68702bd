import { describe, expect, test } from 'vitest';
import { type Said, showHome } from '../../commands/home.ts';
import type { Person } from '../../src/core/person.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import type { HomeNote, HomeNotes } from '../../src/ports/memory.ts';
import { fakeWorld } from '../fakes/world.ts';
import { at, ROLLOUTS } from '../messages/rollouts.ts';

const waiting = { ...ROLLOUTS.waiting, requestedBy: 'U0ANA' };
const stuck = { ...ROLLOUTS.stuck, id: '1111111111', service: 'web-portal' };
const ended = { ...ROLLOUTS.rolledBack, id: '2222222222' };
const unconfirmed = { ...ROLLOUTS.aborted, id: '3333333333', fence: 0 };
const freeze = { reason: 'rolled back', by: null, sinceMs: at(0), rolloutId: ended.id };

type Of = Parameters<typeof fakeWorld>[0];

function notesOf(kept: Map<string, HomeNote & { readonly livesMs: number }>): HomeNotes {
  return {
    keep: async (userId, note, livesMs) => void kept.set(userId, { ...note, livesMs }),
    last: async (userId) => kept.get(userId) ?? null,
  };
}

/** What a person's Home shows, as one text, with the questions that Slack was asked for it. */
async function homeOf(userId: string, of: Of = {}, fresh: Person['standing'] | 'away' | null = null) {
  const rollouts: readonly Rollout[] = [waiting, stuck, ended, unconfirmed];
  const { world } = fakeWorld({ rollouts, freezes: { 'api-gateway staging': freeze }, ...of });
  const published: [string, string][] = [];
  const asked: string[] = [];
  function person(who: string, how: 'fresh'): Promise<Person>;
  function person(who: string, how: 'cached'): Promise<Person | null>;
  async function person(who: string, how: 'fresh' | 'cached'): Promise<Person | null> {
    if (how === 'cached') return fresh === null ? world.directory.person(who, 'cached') : null;
    asked.push(`person ${who}`);
    if (fresh === 'away') throw new Error('Slack did not answer');
    return { userId: who, standing: fresh ?? 'unknown', groups: [] };
  }
  await showHome(userId, {
    ...world,
    directory: { person },
    outbox: { sentTs: async (key) => (key === `card-${stuck.id}` ? null : '1700000000.000100') },
    notes: notesOf(new Map()),
    home: {
      publish: async (who, content) => void published.push([who, JSON.stringify(content)]),
      linkTo: async (channel, ts) => {
        if (fresh === 'away') throw new Error('Slack did not answer');
        return `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
      },
    },
    now: () => at(60),
  });
  expect(published.map(([who]) => who)).toEqual([userId]);
  return { text: published[0]?.[1] ?? '', asked };
}

const gate = '"text":"Decide in Thread"';

test.for<readonly [string, string, { readonly gate: boolean; readonly unfreeze: boolean }]>([
  ['Bo, who approves', 'U0BO', { gate: true, unfreeze: true }],
  ['Ana, who asked for it herself', 'U0ANA', { gate: false, unfreeze: true }],
  ['Ira, who commands incidents', 'U0IRA', { gate: false, unfreeze: false }],
  ['Eve, who may nothing', 'U0EVE', { gate: false, unfreeze: false }],
])('%s, sees the buttons that this person may press', async ([, userId, may]) => {
  const { text, asked } = await homeOf(userId);
  expect({ gate: text.includes(gate), unfreeze: text.includes('"text":"Unfreeze"') }).toEqual(may);
  expect(text).toContain('*api-gateway → prod*');
  expect(text).toContain('https://acme.slack.com/archives/C0INCIDENT/p1700000000000100');
  expect(asked).toEqual([]);
});

test('what is stuck waits for everybody who may roll back', async () => {
  expect((await homeOf('U0IRA')).text).toContain('Waiting for you');
  expect((await homeOf('U0EVE')).text).not.toContain('Waiting for you');
});

test('a plan that nobody confirmed is not among the ended', async () => {
  const { text } = await homeOf('U0ANA');
  expect(text.match(/<https[^|]*\|api-gateway → prod>/g)).toHaveLength(1);
});

test('whoever is not remembered is asked for, once', async () => {
  const { text, asked } = await homeOf('U0GUS', {}, 'guest');
  expect(asked).toEqual(['person U0GUS']);
  expect(text).toContain('Guests can read here what is being deployed, but not act');
  expect(text).toContain('api-gateway → prod');
});

test.for(['external', 'bot', 'deactivated', 'unknown'] as const)('%s people read nothing', async (standing) => {
  const { text } = await homeOf('U0ELSE', {}, standing);
  expect(text).toContain('ask one of them');
  expect(text).not.toMatch(/api-gateway|prod|actions|https:/);
});

test('who cannot be asked about, and what cannot be linked, is shown without buttons and links', async () => {
  const { text } = await homeOf('U0BO', {}, 'away');
  expect(text).toContain('*api-gateway → prod*');
  expect(text).not.toMatch(/"text":"Unfreeze"|Decide in Thread|https:|Guests can read/);
});

test('with Redis away it says so, and asks Slack nothing else', async () => {
  const { text, asked } = await homeOf('U0ANA', { away: 'everything' });
  expect(text).toContain('cannot reach its memory');
  expect(asked).toEqual([]);
});

describe('what was answered in a Home', () => {
  const told = (text: string, more: readonly object[] = []) => ({
    text,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, ...more],
  });
  const passing: Said = { content: told('Lifting the freeze …'), how: 'passing' };
  const final: Said = { content: told('No longer frozen.'), how: 'final' };
  const plan: Said = { content: told('The plan.', [{ type: 'actions', elements: [] }]), how: 'final' };

  function homes() {
    const kept = new Map<string, HomeNote & { readonly livesMs: number }>();
    const clock = { nowMs: at(60) };
    const shown: string[] = [];
    const world = {
      ...fakeWorld().world,
      outbox: { sentTs: async () => null },
      notes: notesOf(kept),
      home: {
        publish: async (_who: string, content: object) => void shown.push(JSON.stringify(content)),
        linkTo: async () => '',
      },
      now: () => clock.nowMs,
    };
    return { world, kept, clock, last: () => shown.at(-1) };
  }

  test('is not overwritten by word that it was taken, though that is drawn later', async () => {
    const { world, clock, last } = homes();
    await showHome('U0BO', world, final);
    await showHome('U0BO', world, passing);
    expect(last()).toContain('No longer frozen.');
    expect(last()).not.toContain('Lifting');
    clock.nowMs += 10_000;
    await showHome('U0BO', world, passing);
    expect(last()).toContain('Lifting');
  });

  test('stands there still when the Home is opened again, for nobody else', async () => {
    const { world, last } = homes();
    await showHome('U0BO', world, plan);
    await showHome('U0BO', world);
    expect(last()).toContain('The plan.');
    await showHome('U0ANA', world);
    expect(last()).not.toContain('The plan.');
  });

  test('is kept as long as a plan can be confirmed, or for a minute when it asks nothing', async () => {
    const { world, kept } = homes();
    await showHome('U0BO', world, plan);
    expect(kept.get('U0BO')?.livesMs).toBe(10 * 60_000);
    await showHome('U0BO', world, final);
    expect(kept.get('U0BO')?.livesMs).toBe(60_000);
    await showHome('U0ANA', world, passing);
    expect(kept.has('U0ANA')).toBe(false);
  });
});
