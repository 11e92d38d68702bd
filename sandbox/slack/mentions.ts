import type { Directory } from './directory.ts';
import type { Message } from './model.ts';

/** Whom a message names: by id, by user group, or everybody. In a direct conversation every message is for the other. */
export function mentionedIn(directory: Directory, message: Message): Set<string> {
  const members = directory.channels.get(message.channelId)?.memberIds ?? new Set<string>();
  if (message.channelId.startsWith('D')) return new Set(members);
  const { text, blocks, attachments } = message.content;
  const written = `${text} ${blocks.length + attachments.length > 0 ? JSON.stringify([blocks, attachments]) : ''}`;
  if (/<!(?:here|channel|everyone)[>|]/.test(written)) return new Set(members);
  const people = idsAfter(/(?:<@|"user_id":")([UW]\w+)/g, written);
  const groups = idsAfter(/(?:<!subteam\^|"usergroup_id":")(S\w+)/g, written);
  const inGroups = groups.flatMap((id) => directory.userGroups.get(id)?.userIds ?? []);
  return new Set([...people, ...inGroups].filter((userId) => members.has(userId)));
}

function idsAfter(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].flatMap(([, id]) => id ?? []);
}
