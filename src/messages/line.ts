import type { MessageContent } from '../core/outgoing.ts';
import { type Block, message, section } from './blocks.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/** One line of the thread: a sign for the eye, a sentence for everybody. `spoken` stands in where the line is too long to be read out. */
export function line(sign: string, text: Mrkdwn, spoken: Mrkdwn = text, more: readonly Block[] = []): MessageContent {
  return message(spoken, [section(mrkdwn`${sign} ${text}`), ...more]);
}
