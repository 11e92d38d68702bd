import type { Directory } from '../directory.ts';

/** What Slack makes of typed text when the command has `should_escape`: ids for names, brackets around URLs, entities. */
export function escapeText(text: string, directory: Directory): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replace(/https?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => mention(directory, name, before) ?? whole)
    .replace(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
      const channel = [...directory.channels.values()].find((other) => other.name === name);
      return channel === undefined ? whole : `${before}<#${channel.id}|${name}>`;
    });
}

function mention(directory: Directory, name: string, before: string): string | undefined {
  const user = [...directory.users.values()].find((other) => other.name === name);
  if (user !== undefined) return `${before}<@${user.id}|${name}>`;
  const group = [...directory.userGroups.values()].find((other) => other.handle === name);
  return group === undefined ? undefined : `${before}<!subteam^${group.id}|@${name}>`;
}
