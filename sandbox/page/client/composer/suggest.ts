import type { Snapshot } from '../../protocol/slack.ts';

/** Something that what is typed may become. */
export type Suggestion = {
  readonly key: string;
  readonly label: string;
  /** What may come after it, if it is a command. */
  readonly usage?: string;
  readonly detail: string;
  /** Takes the place of the letters from `fromAt` to the caret. */
  readonly completion: string;
};

export type Suggestions = { readonly fromAt: number; readonly list: readonly Suggestion[] };

const NONE: Suggestions = { fromAt: 0, list: [] };
const MOST = 8;

/** What fits to the word before the caret: a command at the very start, a person or group after `@`, a channel after `#`. */
export function suggest(text: string, caret: number, snapshot: Snapshot): Suggestions {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return { fromAt: 0, list: commandsFor(before, snapshot) };
  const found = /(?:^|[\s(])([@#])([\w-]*)$/.exec(before);
  if (found === null) return NONE;
  const typed = (found[2] ?? '').toLowerCase();
  const list = found[1] === '@' ? mentionsFor(typed, snapshot) : channelsFor(typed, snapshot);
  return { fromAt: caret - typed.length - 1, list: list.slice(0, MOST) };
}

/** The hint of the command that the text begins with, once it is written out. */
export function hintFor(text: string, { commands }: Snapshot): string | null {
  const word = /^(\/\S+)\s/.exec(text)?.[1];
  return commands.find((command) => command.command === word)?.usageHint ?? null;
}

function commandsFor(typed: string, { commands }: Snapshot): readonly Suggestion[] {
  return commands
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, description, usageHint }) => ({
      key: command,
      label: command,
      usage: usageHint,
      detail: description,
      completion: `${command} `,
    }));
}

function mentionsFor(typed: string, { people, userGroups }: Snapshot): readonly Suggestion[] {
  const named = [
    ...people.map(({ id, name, realName }) => ({ key: id, name, detail: realName })),
    ...userGroups.map(({ id, handle, name }) => ({ key: id, name: handle, detail: `${name}, a group` })),
  ];
  const fits = (words: string) =>
    words
      .toLowerCase()
      .split(' ')
      .some((word) => word.startsWith(typed));
  return named
    .filter(({ name, detail }) => fits(name) || fits(detail))
    .map(({ key, name, detail }) => ({ key, label: `@${name}`, detail, completion: `@${name} ` }));
}

function channelsFor(typed: string, { channels }: Snapshot): readonly Suggestion[] {
  return channels
    .filter(({ kind, name }) => kind === 'channel' && name.startsWith(typed))
    .map(({ id, name }) => ({ key: id, label: `#${name}`, detail: '', completion: `#${name} ` }));
}
