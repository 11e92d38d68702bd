import { PERMALINK } from '../core/outgoing.ts';
import { clip, plainLine } from '../core/plain-text.ts';

/** Text that Slack may parse: made by this file alone, so everything in it is either ours or escaped. */
export type Mrkdwn = { readonly mrkdwn: string };
type Insert = Mrkdwn | string | number;

/** Longest piece of other people's text within one of our sentences. */
const LONGEST_INSERT = 600;

/** Our words as written, every insert escaped and on one line; inserts made by this file (mentions, links, dates) stay live. */
export function mrkdwn(words: TemplateStringsArray, ...inserts: readonly Insert[]): Mrkdwn {
  return { mrkdwn: words.map((word, index) => word + inserted(inserts[index])).join('') };
}

function inserted(insert: Insert | undefined): string {
  if (insert === undefined) return '';
  return typeof insert === 'object' ? insert.mrkdwn : escaped(String(insert));
}

function escaped(text: string): string {
  return escapeThree(clip(plainLine(text), LONGEST_INSERT));
}

function escapeThree(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function joined(parts: readonly Mrkdwn[], between: string): Mrkdwn {
  return { mrkdwn: parts.map((part) => part.mrkdwn).join(escapeThree(between)) };
}

/** Monospaced. Slack has no escape for a backtick, so one within the text becomes a look-alike. */
export function code(text: string): Mrkdwn {
  return { mrkdwn: `\`${escaped(text.replaceAll('`', 'ˋ')) || ' '}\`` };
}

export function bold(text: Mrkdwn): Mrkdwn {
  return { mrkdwn: `*${text.mrkdwn}*` };
}

const mention = (id: string, shape: RegExp, open: string): Mrkdwn => ({
  mrkdwn: shape.test(id) ? `<${open}${id}>` : escaped(id),
});

/** What does not look like an id of Slack's stays plain text. */
export const user = (userId: string): Mrkdwn => mention(userId, /^[UW][A-Z0-9]{1,20}$/, '@');
export const group = (groupId: string): Mrkdwn => mention(groupId, /^S[A-Z0-9]{1,20}$/, '!subteam^');
export const channel = (channelId: string): Mrkdwn => mention(channelId, /^[CG][A-Z0-9]{1,20}$/, '#');

/** A revision on the same machine has no certificate; nobody can listen on the way to it. */
const LINKED = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s<>|]{3,2000}$/;

/** Only https or the machine itself, and nothing that ends or splits Slack's link syntax; else the label alone. */
export function link(url: string, label: string): Mrkdwn {
  return {
    mrkdwn: LINKED.test(url) ? `<${escapeThree(url)}|${linkLabel(label)}>` : escaped(label),
  };
}

/** A link that shows where it leads. */
export function address(url: string): Mrkdwn {
  return link(url, url.replace(/^https?:\/\//, ''));
}

/** A link to a message of ours. Its address is made of what Slack told and of ids, and is not always https in a sandbox. */
export function messageLink(url: string, label: string): Mrkdwn {
  return {
    mrkdwn: /^https?:\/\/[^\s<>|]{3,2000}$/.test(url) ? `<${escapeThree(url)}|${linkLabel(label)}>` : escaped(label),
  };
}

/** A link to a message that may not be posted yet; the outbox fills the address in. */
export function permalink(label: string): Mrkdwn {
  return { mrkdwn: `<${PERMALINK}|${linkLabel(label)}>` };
}

function linkLabel(label: string): string {
  return escaped(label.replaceAll('|', '¦'));
}

const DATE_FORMATS = {
  time: '{time}',
  seconds: '{time_secs}',
  day: '{date_short_pretty} {time}',
  daySeconds: '{date_short_pretty} {time_secs}',
} as const;

/** A time in the reader's own zone; where Slack cannot, in UTC. */
export function date(atMs: number, format: keyof typeof DATE_FORMATS = 'time'): Mrkdwn {
  return { mrkdwn: `<!date^${Math.floor(atMs / 1000)}^${DATE_FORMATS[format]}|${utc(atMs, format)}>` };
}

function utc(atMs: number, format: keyof typeof DATE_FORMATS): string {
  const [day = '', clock = ''] = new Date(atMs).toISOString().split('T');
  const time = clock.slice(0, format === 'seconds' || format === 'daySeconds' ? 8 : 5);
  return format === 'day' || format === 'daySeconds' ? `${day} ${time} UTC` : `${time} UTC`;
}

/** Cut to `max` without opening what it does not close: no half entity, mention, date or link. */
export function cut({ mrkdwn: text }: Mrkdwn, max: number): string {
  if (text.length <= max) return text;
  const start = text.slice(0, max - 1);
  const whole = start.lastIndexOf('<') > start.lastIndexOf('>') ? start.slice(0, start.lastIndexOf('<')) : start;
  return `${whole.replace(/&[a-z]{0,3}$|[\uD800-\uDBFF]$/, '')}…`;
}
