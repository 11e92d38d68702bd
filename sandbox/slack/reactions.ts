import type { Message } from './model.ts';
import { SlackError } from './slack-error.ts';

/** Slack: so many different emoji under one message. */
const maxKinds = 50;

/** @throws SlackError invalid_name, already_reacted, too_many_emoji */
export function addReaction(message: Message, name: string, userId: string): void {
  const clean = checkedName(name);
  const reaction = message.reactions.find((other) => other.name === clean);
  if (reaction?.userIds.includes(userId)) throw new SlackError('already_reacted');
  if (reaction !== undefined) reaction.userIds.push(userId);
  else if (message.reactions.length >= maxKinds) throw new SlackError('too_many_emoji');
  else message.reactions.push({ name: clean, userIds: [userId] });
}

/** @throws SlackError invalid_name, no_reaction */
export function removeReaction(message: Message, name: string, userId: string): void {
  const clean = checkedName(name);
  const reaction = message.reactions.find((other) => other.name === clean);
  if (!reaction?.userIds.includes(userId)) throw new SlackError('no_reaction');
  reaction.userIds = reaction.userIds.filter((id) => id !== userId);
  message.reactions = message.reactions.filter(({ userIds }) => userIds.length > 0);
}

/** A name without colons, perhaps with a skin tone; whether such an emoji exists is not known here. */
function checkedName(name: string): string {
  if (!/^[a-z0-9_'+-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
  return name;
}
