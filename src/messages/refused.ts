import type { MessageContent } from '../core/outgoing.ts';
import type { Refusal } from '../core/refusal.ts';
import { context, message, preformatted, section } from './blocks.ts';
import { mrkdwn } from './mrkdwn.ts';
import { refusedMoment } from './refused-moment.ts';
import { refusedPeople } from './refused-people.ts';
import { refusedState } from './refused-state.ts';
import { refusedWords } from './refused-words.ts';
import type { RefusalKind, RefusalOf, Tellers, Told } from './told.ts';

const TELLERS: Tellers = { ...refusedWords, ...refusedPeople, ...refusedState, ...refusedMoment };

/** An expected no, told to one person alone: what is the matter, then what to do next. */
export function refused(refusal: Refusal): MessageContent {
  const { what, next, lines } = told(refusal.kind, refusal);
  const text = lines ? mrkdwn`${what} ${next} ${lines}` : mrkdwn`${what} ${next}`;
  return message(text, [section(what), context(next), ...pieces(lines ?? '').map(preformatted)]);
}

function told<K extends RefusalKind>(kind: K, refusal: RefusalOf<K>): Told {
  return TELLERS[kind](refusal);
}

/** Each fits a block in any script, and together they hold a message of the 4,000 characters that Slack advises. */
function pieces(lines: string): readonly string[] {
  return (lines.match(/.{1,1500}/gsu) ?? []).slice(0, 3);
}
