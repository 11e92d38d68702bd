import type { Receipt } from '../delivery.ts';
import type { Ephemeral, Message } from '../model.ts';
import type { Workspace } from '../workspace.ts';

/** What became of an act: the receipt, and what the person was shown at once because of it. */
export type Delivered = Receipt & {
  shown: Message | Ephemeral | undefined;
  /** Slack's own words where nothing could be shown in a conversation, as in a modal; null when there is nothing to say. */
  because: string | null;
};

/** Slack's words in a modal whose app did not answer as it should. */
export const trouble = 'We had some trouble connecting. Try again?';

/**
 * What a person is told of an act in a conversation that the app did not take in time; null when it did. Slack shows a
 * warning sign beside the button and posts nothing, so this is for the screen, not for the conversation.
 */
export function unanswered({ outcome }: Receipt): string | null {
  switch (outcome) {
    case 'operation_timeout':
      return `The app took longer than 3 seconds (${outcome}). It may have heard you all the same: look before you try again.`;
    case 'dispatch_failed':
      return `The app could not be reached, or could not answer (${outcome}). Try again in a moment.`;
    case 'answered':
    case 'not_sent':
      return null;
  }
}

/** What Slack itself tells one person in a conversation. */
export function whisper(
  workspace: Workspace,
  to: { channelId: string; userId: string; threadTs?: string | undefined },
  text: string,
): Ephemeral {
  return workspace.conversations.postEphemeral({
    channelId: to.channelId,
    threadTs: to.threadTs,
    userId: to.userId,
    from: 'slack',
    content: { text, blocks: [], attachments: [], metadata: undefined },
  });
}

/** An act that never left Slack. */
export function notSent(why: { shown?: Message | Ephemeral; because?: string } = {}): Delivered {
  return {
    outcome: 'not_sent',
    status: undefined,
    body: '',
    tookMs: 0,
    sent: undefined,
    shown: why.shown,
    because: why.because ?? null,
  };
}
