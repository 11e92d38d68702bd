import type { Message } from '../../sandbox/slack/model.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import type { Place } from './catalog.ts';

const ENDED = /: (Succeeded|Rolled back|Aborted|Failed)\./;

/** The cards of one place as people see them, oldest first. */
export function cardsOf({ conversations }: Workspace, { channel, service, env }: Place): readonly Message[] {
  return conversations
    .all(channel)
    .filter(({ threadTs, content }) => threadTs === undefined && content.text.startsWith(`${service} in ${env}: `));
}

/** How it ended, in the words of a card's text; null while it has not. */
export function endOf(text: string): string | null {
  return ENDED.exec(text)?.[1] ?? null;
}
