import type { Directory } from '../directory.ts';

/**
 * What Slack makes of typed text: ids for names, brackets around URLs, entities.
 * @param withNames as in a command with `should_escape`: the name beside the id.
 */
export function escapeText(text: string, directory: Directory, { withNames }: { withNames: boolean }): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replace(/https?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/(^|\s)@([\w-]+(?:\.[\w-]+)*)/g, (whole, before: string, name: string) => {
      const mentioned = mention(directory, name, withNames);
      return mentioned === undefined ? whole : `${before}${mentioned}`;
    })
    .replace(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
      const channel = [...directory.channels.values()].find((other) => other.name === name);
      return channel === undefined ? whole : `${before}<#${channel.id}|${name}>`;
    });
}

function mention(directory: Directory, name: string, withNames: boolean): string | undefined {
  if (['here', 'channel', 'everyone'].includes(name)) return `<!${name}>`;
  const user = [...directory.users.values()].find((other) => other.name === name);
  if (user !== undefined) return withNames ? `<@${user.id}|${name}>` : `<@${user.id}>`;
  const group = [...directory.userGroups.values()].find((other) => other.handle === name);
  return group === undefined ? undefined : `<!subteam^${group.id}${withNames ? `|@${name}` : ''}>`;
}
