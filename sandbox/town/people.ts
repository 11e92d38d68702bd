import { exampleChannels, exampleUsers } from '../slack/example-workspace.ts';
import type { SlackSandbox } from '../slack/start.ts';

export type Name = keyof typeof exampleUsers;
type ShownMessage = Parameters<SlackSandbox['workspace']['buttonsOf']>[0];
type Delivered = Awaited<ReturnType<SlackSandbox['workspace']['command']>>;

const EVERY_MS = 50;

/** Waits for something to be there, looking every 50 ms. @throws with `what` after `withinMs`. */
export async function until<T>(what: string, look: () => T | null | undefined | false, withinMs = 30_000): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > endMs) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** What people of the example workspace do and see, in Slack's terms. */
export function peopleOf({ workspace }: Pick<SlackSandbox, 'workspace'>) {
  const deploys = exampleChannels.deploys;
  const says = (who: Name, words: string, channelId: string = deploys): Promise<Delivered> => {
    const [command = '', ...rest] = words.split(' ');
    return workspace.command({ userId: exampleUsers[who], channelId, command, text: rest.join(' ') });
  };
  /** The newest message that only this person sees and that has this text in it. */
  const reads = (who: Name, words: string | RegExp, sinceTs = ''): ShownMessage | undefined =>
    workspace
      .shownTo(exampleUsers[who])
      .filter((message) => message.ts > sinceTs)
      .findLast((message) => textOf(message).match(words));
  const pressesShown = async (who: Name, actionId: string): Promise<Delivered> => {
    const has = (message: ShownMessage) => workspace.buttonsOf(message).some((button) => button.actionId === actionId);
    const shown = await until(`a button ${actionId} for ${who}`, () =>
      workspace.shownTo(exampleUsers[who]).findLast(has),
    );
    const at = { channelId: shown.channelId, ephemeralId: shown.ts };
    return workspace.press({ userId: exampleUsers[who], ...at, actionId });
  };
  const presses = (who: Name, actionId: string, message: ShownMessage, value?: string): Promise<Delivered> => {
    const at = { channelId: message.channelId, messageTs: message.ts };
    return workspace.press({ userId: exampleUsers[who], ...at, actionId, ...(value === undefined ? {} : { value }) });
  };
  return { says, reads, presses, pressesShown };
}

/** Everything a person reads of a message, blocks included, as one text. */
export function textOf(message: ShownMessage): string {
  return JSON.stringify(message.content);
}
