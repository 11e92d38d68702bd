import { patternValue } from '../src/core/button.ts';
import type { ViewPress } from '../src/core/heard.ts';
import type { ViewContent } from '../src/core/outgoing.ts';
import { type PatternMeant, type PatternOrigin, readPatternMetadata } from '../src/core/patterns/pattern-metadata.ts';
import { patternNote } from '../src/messages/pattern-note.ts';
import { refused } from '../src/messages/refused.ts';
import { alreadyAsked, taken } from '../src/messages/taken.ts';
import { take } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { pressedKey } from './idempotency-key.ts';
import { patternGone, patternModal, readShown } from './press-pattern.ts';

/** A button in the modal of a pattern: the modal goes on to what was pressed. */
export async function pressInView(pressed: ViewPress, world: CommandWorld): Promise<void> {
  const read = readPatternMetadata(pressed.metadata);
  if (read === null) return;
  const { meant, origin } = read;
  if (pressed.actionId === 'pattern_mute') {
    await world.views.update(pressed, await formFor(meant, origin, world));
  } else if (pressed.actionId === 'pattern_unmute') {
    await world.views.update(pressed, await unmute(pressed, { meant, origin }, world));
  }
}

async function formFor(meant: PatternMeant, origin: PatternOrigin, world: CommandWorld): Promise<ViewContent> {
  const read = await readShown(meant, world);
  if ('refusal' in read) return patternNote(refused(read.refusal));
  return patternModal('pattern_mute', read.shown, meant, origin) ?? patternNote(refused(patternGone(read.shown)));
}

async function unmute(
  { userId, actionId, atMs }: ViewPress,
  { meant, origin }: { readonly meant: PatternMeant; readonly origin: PatternOrigin },
  world: CommandWorld,
): Promise<ViewContent> {
  const { rootTs } = origin;
  const request = { kind: 'unmutePattern', ...meant, rootTs } as const;
  const value = patternValue(meant.reportId, meant.patternId);
  const outcome = await take(
    { key: pressedKey({ actionId, value, userId, atMs }), request },
    byIn(origin, { userId, atMs }),
    world,
  );
  if (outcome.kind === 'refused') return patternNote(refused(outcome.refusal));
  const tell = outcome.kind === 'taken' ? taken : alreadyAsked;
  return patternNote(tell(request, world.catalog()));
}

/** Who did something in a modal, to be answered where it was opened. */
export function byIn(
  { channel, responseUrl, threadTs }: PatternOrigin,
  { userId, atMs }: { readonly userId: string; readonly atMs: number },
) {
  return { userId, atMs, channel, responseUrl, ...(threadTs === null ? {} : { threadTs }) };
}
