const SENTENCES: Readonly<Record<string, string>> = {
  not_in_channel: 'You are not in this channel: ask somebody who is to invite you.',
  channel_not_found: 'You are in no such channel: choose one from the list.',
  is_archived: 'This channel is archived: write in another one.',
  message_not_found: 'This message is gone: reload the page to see what is there.',
  thread_not_found: 'This thread is gone: write in the channel.',
  cannot_reply_to_message: 'A reply has no thread of its own: answer in the thread that it stands in.',
  action_not_found: 'This control is no longer there: look at the message again.',
  not_found: 'This form was closed meanwhile: open it again.',
  no_text: 'There is nothing to say: write something first.',
  invalid_name: 'There is no such emoji: choose another one.',
  too_many_emoji: 'Slack takes no more emoji here.',
  user_not_found: 'There is nobody with this id: choose somebody from the list.',
};

/** Slack's error code as a sentence for the person who acted. */
export function slackSentence(code: string): string {
  return SENTENCES[code] ?? `Slack refused this (${code}): reload the page and try again.`;
}
