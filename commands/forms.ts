import type { Answer } from '../src/core/answer.ts';
import { type Draft, draftIn, placeIn } from '../src/core/form.ts';
import { type FormOrigin, printMetadata, readMetadata } from '../src/core/form-metadata.ts';
import type { FormShown } from '../src/core/heard.ts';
import type { ViewContent } from '../src/core/outgoing.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Showing } from '../src/core/showing.ts';
import { deployForm } from '../src/messages/deploy-form.ts';
import { loadingView, refusedView } from '../src/messages/form-notes.ts';
import { refused } from '../src/messages/refused.ts';
import { rollbackForm } from '../src/messages/rollback-form.ts';
import { refusing } from './answers.ts';
import type { CommandWorld } from './command.ts';
import { within } from './patience.ts';
import { readerOf } from './reader.ts';

/** How long the loading view of a deploy waits for the worker to look; without facts the form works too. */
const OPENING_PATIENCE_MS = 3_000;
/** Somebody has just chosen something and looks at the form, or users are waiting for their rollback. */
const CHOICE_PATIENCE_MS = 1_000;
/** For who asks and what is live here. Slack itself may take ten seconds. */
const ASKING_PATIENCE_MS = 1_000;

/** Who wants a form, and what it is to begin with. */
export type FormWish = {
  readonly userId: string;
  readonly triggerId: string;
  readonly origin: FormOrigin;
  readonly draft: Draft;
  /** What else is found out about the draft, once something stands on the screen. */
  readonly complete?: (draft: Draft) => Promise<Draft>;
  /** What is said where no form can be opened: nothing that was typed is lost. */
  readonly otherwise: Refusal;
};

/**
 * Opens a form: first a view that says it is coming, because Slack allows no other after three seconds, then what can be
 * chosen. Nothing is read before that.
 */
export async function openForm(wish: FormWish, world: CommandWorld): Promise<Answer> {
  const { origin, draft, triggerId, otherwise } = wish;
  const opened = await world.views.open(triggerId, loadingView(draft.kind, printMetadata(origin, draft)));
  if (opened === null) return refusing(otherwise);
  return { kind: 'opened', fill: () => fill(wish, opened, world) };
}

type Opened = { readonly viewId: string; readonly hash: string };

async function fill({ userId, origin, draft, complete, otherwise }: FormWish, at: Opened, world: CommandWorld) {
  try {
    await world.views.update(at, await firstView({ userId, origin, draft, ...(complete && { complete }) }, world));
  } catch (error) {
    const words = refusedView(draft.kind, otherwise);
    // A view that says for ever that it looks something up is worse than a no; where none can be drawn, it is written.
    await world.views.update(at, words).catch(() => {
      const { channel, responseUrl } = origin;
      return world.replies.send({ channel: channel ?? userId, userId, responseUrl }, refused(otherwise));
    });
    throw error;
  }
}

async function firstView(
  { userId, origin, draft, complete }: Omit<FormWish, 'triggerId' | 'otherwise'>,
  world: CommandWorld,
): Promise<ViewContent> {
  // Whoever cannot be looked up in time sees the form: what it asks for is refused before anything is done.
  const looksUp = within(ASKING_PATIENCE_MS, readerOf(userId, world), null);
  const whole = complete ? await within(ASKING_PATIENCE_MS, complete(draft), draft) : draft;
  const patienceMs = draft.kind === 'rollback' ? CHOICE_PATIENCE_MS : OPENING_PATIENCE_MS;
  const [reader, facts] = await Promise.all([looksUp, factsFor(whole, patienceMs, world)]);
  const standing = reader?.standing ?? 'member';
  if (standing !== 'member') return refusedView(draft.kind, { kind: 'notAMember', who: standing });
  return formFor(whole, origin, facts, world);
}

/** Draws the form for what is entered, with what is known about it. */
export function formFor(
  draft: Draft,
  origin: FormOrigin,
  showing: Showing | null,
  { catalog, now }: Pick<CommandWorld, 'catalog' | 'now'>,
): ViewContent {
  const shown = { catalog: catalog(), showing, nowMs: now(), metadata: printMetadata(origin, draft) };
  return draft.kind === 'deploy' ? deployForm({ draft, ...shown }) : rollbackForm({ draft, ...shown });
}

/** What is known of the chosen place. Before the environment is chosen, its images are those of any. */
export async function factsFor(
  draft: Pick<Draft, 'service' | 'env'>,
  patienceMs: number,
  { catalog, showcase }: Pick<CommandWorld, 'catalog' | 'showcase'>,
): Promise<Showing | null> {
  const { service, env } = placeIn(draft, catalog());
  if (!service) return null;
  const chosen = env?.name ?? service.environments[0];
  return chosen === undefined ? null : showcase.lately({ service: service.name, env: chosen }, patienceMs);
}

/** Something was chosen that the rest depends on: the form is drawn for it, with all that was entered. */
export async function choose(shown: FormShown, world: CommandWorld): Promise<void> {
  const before = readMetadata(shown.metadata);
  if (before === null) return;
  const draft = draftIn(shown.entries, before.draft, world.catalog());
  const showing = await factsFor(draft, CHOICE_PATIENCE_MS, world);
  await world.views.update(shown, formFor(draft, before.origin, showing, world));
  const { service } = placeIn(draft, world.catalog());
  // One of them is chosen next.
  await Promise.all(
    (service?.environments ?? []).map((env) => world.showcase.wish({ service: service?.name ?? '', env })),
  );
}
