import { describe, expect, test } from 'vitest';
import { isAnswerTo, isAwaited } from '../../../sandbox/page/client/live/answer-to.ts';
import type { Act, MessageRow } from '../../../sandbox/page/protocol/slack.ts';

const AT_MS = 1_700_000_000_000;
const EARLIER = '1699999000.000100';
const LATER = '1700000001.000100';

const press: Act = {
  do: 'press',
  at: { in: 'message', channelId: 'C1', ts: EARLIER },
  blockId: 'b',
  actionId: 'advance',
  element: {},
  state: {},
};
const message = (ts: string) => ({ type: 'message', message: row(ts) }) as const;

describe('what people see as the answer to a press', () => {
  test.for([
    ['the message they pressed has changed', message(EARLIER), true],
    ['something is said after it', message(LATER), true],
    ['an older card tells of its own', message('1699999500.000100'), false],
    ['a modal opens', { type: 'modals', modals: [] }, true],
    ['a dot in the list of channels', { type: 'channels', channels: [] }, false],
    ['the bot is away', { type: 'app', isAppUp: false }, false],
  ] as const)('%s: %s', ([, news, isAnswer]) => expect(isAnswerTo(press, AT_MS, news)).toBe(isAnswer));
});

test.for([
  ['a command', '/deploy status', true],
  ['words', 'good morning', false],
] as const)('%s waits for an answer: %s', ([, text, isWaited]) => {
  expect(isAwaited({ do: 'say', channelId: 'C1', threadTs: null, text })).toBe(isWaited);
});

function row(ts: string): MessageRow {
  return {
    ...{ channelId: 'C1', ts, threadTs: null, author: { kind: 'slackbot' }, text: '', blocks: [], attachments: [] },
    ...{ files: [], reactions: [], replies: null },
    ...{ isBroadcast: false, isEphemeral: false, isPinned: false, isEdited: false, isDeleted: false },
  };
}
