import type { Answer } from '../src/core/answer.ts';
import { type PatternButton, readPatternValue, readReportValue } from '../src/core/button.ts';
import type { Press } from '../src/core/heard.ts';
import { type PatternMeant, type PatternOrigin, printPatternMetadata } from '../src/core/patterns/pattern-metadata.ts';
import type { ShownReport } from '../src/core/patterns/report.ts';
import type { Refusal } from '../src/core/refusal.ts';
import { muteForm } from '../src/messages/pattern-mute.ts';
import { exampleView } from '../src/messages/pattern-view.ts';
import { refusing, UNREACHABLE } from './answers.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { pressedKey, sharedKey } from './idempotency-key.ts';
import { within } from './patience.ts';
import { readerOf } from './reader.ts';

/** Slack opens a modal for three seconds after the press, and takes some of them itself. */
const PATIENCE_MS = 1_000;

/** Answers a button under errors: a modal at once, from what was shown, or a request for the worker. */
export async function pressPattern(action: PatternButton, pressed: Press, world: CommandWorld): Promise<Answer> {
  if (action === 'all_patterns') return wishForAll(pressed, world);
  const meant = readPatternValue(pressed.value);
  if (meant === null) return refusing({ kind: 'unknownButton' });
  if (action !== 'pattern_unmute') return open(action, meant, pressed, world);
  const request = { kind: 'unmutePattern', ...meant, rootTs: rootOf(pressed) } as const;
  return ask({ key: pressedKey(pressed), request, withoutUs: null }, pressed, world);
}

/** Whoever asks: one file of a report in one place within a minute is enough. */
function wishForAll(pressed: Press, world: CommandWorld): Promise<Answer> | Answer {
  const reportId = readReportValue(pressed.value);
  if (reportId === null) return refusing({ kind: 'unknownButton' });
  const request = { kind: 'allPatterns', reportId, rootTs: rootOf(pressed) } as const;
  return ask({ key: sharedKey(pressed, request), request, withoutUs: null }, pressed, world);
}

async function open(
  action: 'pattern_example' | 'pattern_mute',
  meant: PatternMeant,
  pressed: Press,
  world: CommandWorld,
): Promise<Answer> {
  const [read, reader] = await Promise.all([
    readShown(meant, world),
    within(PATIENCE_MS, readerOf(pressed.userId, world), null),
  ]);
  const standing = reader?.standing ?? 'member';
  if (standing !== 'member') return refusing({ kind: 'notAMember', who: standing });
  if ('refusal' in read) return refusing(read.refusal);
  const { channel, responseUrl, threadTs = null, triggerId = '' } = pressed;
  const origin = { channel, responseUrl, threadTs, rootTs: rootOf(pressed) };
  const view = patternModal(action, read.shown, meant, origin);
  if (view === null) return refusing(patternGone(read.shown));
  const opened = await world.views.open(triggerId, view);
  if (opened !== null) return { kind: 'nothing' };
  return refusing({ kind: 'notTaken', because: 'Slack opened no window in time', withoutUs: null });
}

/** The report that a modal is drawn from; nobody waits for it longer than Slack does. */
export async function readShown(
  { reportId }: PatternMeant,
  { reports }: Pick<CommandWorld, 'reports'>,
): Promise<{ readonly shown: ShownReport } | { readonly refusal: Refusal }> {
  const shown = await within(PATIENCE_MS, reports.read(reportId), 'unreachable' as const);
  if (shown === 'unreachable') return { refusal: UNREACHABLE };
  return shown === null ? { refusal: { kind: 'reportGone' } } : { shown };
}

/** Null where the pattern is not in the report any more. */
export function patternModal(
  action: 'pattern_example' | 'pattern_mute',
  shown: ShownReport,
  meant: PatternMeant,
  origin: PatternOrigin,
) {
  const metadata = printPatternMetadata(meant, origin);
  const { reportId, patternId } = meant;
  const view =
    action === 'pattern_mute' ? muteForm(shown, patternId, metadata) : exampleView(shown, reportId, patternId);
  return view && { ...view, metadata };
}

export function patternGone({ service, env }: ShownReport): Refusal {
  return { kind: 'patternGone', service, env };
}

/** An answer to one person has no thread of its own but the one it was asked in. */
function rootOf({ rootTs, threadTs }: Press): string | null {
  return rootTs ?? threadTs ?? null;
}
