import { exampleChannels, exampleUsers } from '../slack/example-workspace.ts';
import type { SlackSandbox } from '../slack/start.ts';
import { until } from '../until.ts';

type Workspace = SlackSandbox['workspace'];
export type ShownMessage = Parameters<Workspace['buttonsOf']>[0];
type Delivered = Awaited<ReturnType<Workspace['command']>>;
/** Slack user ids by the names that a scene calls people by. */
type Users<N extends string> = Readonly<Record<N, string>>;

export type Name = keyof typeof exampleUsers;

/** What people of the example workspace do and see, in Slack's terms. */
export function peopleOf(slack: Pick<SlackSandbox, 'workspace'>) {
  return peopleNamed(slack, exampleUsers);
}

/** The same for people that somebody added to the workspace. */
export function peopleNamed<N extends string>({ workspace }: Pick<SlackSandbox, 'workspace'>, users: Users<N>) {
  const deploys = exampleChannels.deploys;
  const says = (who: N, words: string, channelId: string = deploys): Promise<Delivered> => {
    const [command = '', ...rest] = words.split(' ');
    return workspace.command({ userId: users[who], channelId, command, text: rest.join(' ') });
  };
  /** The newest message that only this person sees and that has this text in it. */
  const reads = (who: N, words: string | RegExp, sinceTs = ''): ShownMessage | undefined =>
    workspace
      .shownTo(users[who])
      .filter((message) => message.ts > sinceTs)
      .findLast((message) => textOf(message).match(words));
  /** When this person was shown something last; what comes later is an answer to what they do next. */
  const lastShownTs = (who: N): string => workspace.shownTo(users[who]).at(-1)?.ts ?? '';
  const pressesShown = async (who: N, actionId: string, sinceTs = ''): Promise<Delivered> => {
    const has = (message: ShownMessage) => workspace.buttonsOf(message).some((button) => button.actionId === actionId);
    const shown = await until(`a button ${actionId} for ${who}`, () =>
      workspace.shownTo(users[who]).findLast((message) => message.ts > sinceTs && has(message)),
    );
    const at = { channelId: shown.channelId, ephemeralId: shown.ts };
    return workspace.press({ userId: users[who], ...at, actionId });
  };
  const presses = (who: N, actionId: string, message: ShownMessage, value?: string): Promise<Delivered> => {
    const at = { channelId: message.channelId, messageTs: message.ts };
    return workspace.press({ userId: users[who], ...at, actionId, ...(value === undefined ? {} : { value }) });
  };
  return { says, reads, lastShownTs, presses, pressesShown };
}

/** Everything a person reads of a message, blocks included, as one text. */
export function textOf(message: ShownMessage): string {
  return JSON.stringify(message.content);
}
