import { findEnvironment, placesIn } from '../src/core/catalog.ts';
import { cardKey, type MessageContent } from '../src/core/outgoing.ts';
import { mayRead, type Person } from '../src/core/person.ts';
import { PLAN_LIVES_MS } from '../src/core/plan.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { Permission } from '../src/core/refusal.ts';
import { hasEnded, type Rollout } from '../src/core/rollout.ts';
import { home as homeMessage, strangersHome, unreachableHome } from '../src/messages/home.ts';
import type { Now } from '../src/ports/local.ts';
import type { HomeNotes, Outbox } from '../src/ports/memory.ts';
import type { Home } from '../src/ports/slack.ts';
import type { CommandWorld } from './command.ts';
import { type Overview, readOverview } from './overview.ts';
import { readerOf } from './reader.ts';

export type HomeWorld = Pick<CommandWorld, 'catalog' | 'directory' | 'rollouts'> & {
  readonly outbox: Pick<Outbox, 'sentTs'>;
  readonly home: Home;
  readonly notes: HomeNotes;
  readonly now: Now;
};

/** What was answered to what was pressed in a Home. `passing`: word of what came of it is still to follow. */
export type Said = { readonly content: MessageContent; readonly how: 'passing' | 'final' };

const ENDED_SHOWN = 10;
/** Where it asks nothing, long enough to be seen by whoever looks at something else meanwhile. */
const NOTE_LIVES_MS = 60_000;
/** A passing note that is drawn so soon after the final one was overtaken by it: the two come from two processes. */
const OVERTAKEN_MS = 10_000;

/**
 * Shows one person's App Home as things stand, with what was answered in it last. What cannot be asked is left out, rights
 * and links too. Throws when Slack shows nothing just now, and only then.
 */
export async function showHome(userId: string, world: HomeWorld, said: Said | null = null): Promise<void> {
  const nowMs = world.now();
  if (said?.how === 'final') await keepNote(userId, said.content, world);
  const read = await readOverview(placesIn(world.catalog()), ENDED_SHOWN, world).catch(() => null);
  if (read === null) return world.home.publish(userId, unreachableHome(nowMs));
  const person = await readerOf(userId, world);
  const { standing } = person;
  if (!mayRead(standing)) return world.home.publish(userId, strangersHome());
  const links = await linksTo(
    [...read.live, ...read.ended].map(({ rollout }) => rollout),
    world,
  );
  const shown = shownTo(person, read, world);
  const note = await noteFor(userId, said, world);
  await world.home.publish(userId, homeMessage({ standing, ...shown, links, note, nowMs }));
}

/** A plan can be confirmed for as long as it holds, also after its Home was closed and opened again. */
async function keepNote(userId: string, content: MessageContent, { notes, now }: HomeWorld): Promise<void> {
  const asks = content.blocks.some((block) => 'type' in block && block.type === 'actions');
  const livesMs = asks ? PLAN_LIVES_MS : NOTE_LIVES_MS;
  await notes.keep(userId, { content, atMs: now() }, livesMs).catch(() => undefined);
}

/** Read last of all, so that hardly anything can come between it and the drawing. */
async function noteFor(userId: string, said: Said | null, { notes, now }: HomeWorld): Promise<MessageContent | null> {
  if (said?.how === 'final') return said.content;
  const last = await notes.last(userId).catch(() => null);
  if (said === null) return last?.content ?? null;
  return last !== null && now() - last.atMs < OVERTAKEN_MS ? last.content : said.content;
}

function shownTo(person: Person, { live: stored, queued, freezes, ended }: Overview, world: HomeWorld) {
  const live = stored.map(({ rollout }) => rollout);
  const forMe = live.filter((rollout) => waitsFor(person, rollout, world));
  return {
    waiting: forMe,
    live: live.filter((rollout) => !forMe.includes(rollout)),
    queued,
    frozen: freezes.map((frozen) => ({ ...frozen, mayUnfreeze: may('unfreeze', person, frozen, world) })),
    ended: ended.map(({ rollout }) => rollout).filter(hasEnded),
  };
}

/** An open gate waits for those who may press it; a rollback that is stuck, for anybody who may roll back. */
function waitsFor(person: Person, rollout: Rollout, world: HomeWorld): boolean {
  if (rollout.state === 'stuck') return may('rollBack', person, rollout, world);
  return rollout.state === 'waiting' && may('advance', person, rollout, world, rollout);
}

function may(
  permission: Permission,
  person: Person,
  { env }: { readonly env: string },
  { catalog }: HomeWorld,
  rollout: Rollout | null = null,
): boolean {
  const environment = findEnvironment(catalog(), env);
  return environment !== undefined && refusePerson(permission, person, environment, rollout) === null;
}

/** From each rollout to its card, where that is posted and known. One answer of Redis for all of them, none of Slack. */
async function linksTo(
  rollouts: readonly Rollout[],
  { outbox, home }: HomeWorld,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    rollouts.map(async ({ id, channel }) => {
      const ts = await outbox.sentTs(cardKey(id)).catch(() => null);
      const link = ts === null ? null : await home.linkTo(channel, ts).catch(() => null);
      return link === null ? [] : [[id, link] as const];
    }),
  );
  return new Map(found.flat());
}
