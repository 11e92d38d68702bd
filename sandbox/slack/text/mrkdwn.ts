import type { Directory } from '../directory.ts';

/** How printed text is dressed: with a terminal's colours or not at all. */
type Dress = (text: string) => string;
export type Ink = Record<'bold' | 'dim' | 'strike' | 'accent' | 'button' | 'primary' | 'danger' | 'code', Dress> & {
  bar: Dress;
};

const escapeSequence = '\u001b[';
const dressed =
  (on: number | string, off: number | string): Dress =>
  (text) =>
    `${escapeSequence}${on}m${text}${escapeSequence}${off}m`;
/** The bar at the side of an attachment, in its `#rrggbb`. */
const colouredBar: Dress = (colour) => {
  const parts = colour.match(/[\da-f]{2}/gi)?.map((part) => Number.parseInt(part, 16)) ?? [];
  return parts.length === 3 ? dressed(`38;2;${parts.join(';')}`, 39)('▌') : '▌';
};

const plain: Dress = (text) => text;

export const colours: Ink = {
  bar: colouredBar,
  bold: dressed(1, 22),
  dim: dressed(2, 22),
  strike: dressed(9, 29),
  accent: dressed(36, 39),
  button: dressed(7, 27),
  primary: dressed('30;42', '39;49'),
  danger: dressed('97;41', '39;49'),
  code: dressed(33, 39),
};
export const noColours: Ink = {
  bar: () => '▌',
  bold: plain,
  dim: plain,
  strike: plain,
  accent: plain,
  button: plain,
  primary: plain,
  danger: plain,
  code: plain,
};

/** What a reader's language and clock need. */
export type Reading = { directory: Directory; ink: Ink; timeZone: string };

const emoji: Record<string, string> = {
  white_check_mark: '✅',
  x: '❌',
  warning: '⚠️',
  rocket: '🚀',
  rewind: '⏪',
  hourglass_flowing_sand: '⏳',
  lock: '🔒',
  rotating_light: '🚨',
  double_vertical_bar: '⏸️',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  no_entry: '⛔',
  eyes: '👀',
  bulb: '💡',
};

export function clockTime(atMs: number, timeZone: string): string {
  return new Date(atMs).toLocaleTimeString('en-GB', { timeZone });
}

/** Slack's mrkdwn as a person reads it: names for ids, link texts for links, dressed words. */
export function mrkdwnToText(text: string, reading: Reading): string {
  const named = text.replace(/<([^<>]+)>/g, (_, inside: string) => readAngle(inside, reading));
  const { ink } = reading;
  return replaceEmoji(named)
    .replace(/```\n?([\s\S]*?)```/g, (_, code: string) => ink.code(code))
    .replace(/`([^`\n]+)`/g, (_, code: string) => ink.code(code))
    .replace(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, (_, bold: string) => ink.bold(bold))
    .replace(/(?<![\w~])~([^~\n]+)~(?![\w~])/g, (whole, struck: string) =>
      ink.strike === plain ? whole : ink.strike(struck),
    )
    .replace(/(?<![\w_])_([^_\n]+)_(?![\w_])/g, (_, slanted: string) => slanted)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export function replaceEmoji(text: string): string {
  return text.replace(/:([a-z_]+):/g, (whole, code: string) => emoji[code] ?? whole);
}

function readAngle(inside: string, { directory, ink, timeZone }: Reading): string {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return ink.accent(`@${directory.nameOf(target.slice(1))}`);
  if (target.startsWith('#')) return ink.accent(`#${directory.channels.get(target.slice(1))?.name ?? label ?? target}`);
  if (target.startsWith('!subteam^')) {
    const group = directory.userGroups.get(target.slice('!subteam^'.length));
    return ink.accent(`@${group?.handle ?? label ?? target}`);
  }
  if (target.startsWith('!date^')) return readDate(target, label, timeZone);
  if (target.startsWith('!')) return ink.accent(`@${label ?? target.slice(1)}`);
  return label === undefined ? target : ink.accent(label);
}

function readDate(target: string, label: string | undefined, timeZone: string): string {
  const [, seconds = '', format = ''] = target.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return label ?? target;
  const withSeconds = at.toLocaleTimeString('en-GB', { timeZone });
  return format
    .replaceAll('{time_secs}', withSeconds)
    .replaceAll('{time}', withSeconds.slice(0, 5))
    .replace(
      /\{date[a-z_]*\}/g,
      at.toLocaleDateString('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
    );
}
