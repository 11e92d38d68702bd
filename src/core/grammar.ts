/** What stands before the name of a strategy, as one word with it. */
export const STRATEGY_KEY = 'strategy=';

/** One of the sentences that people can say. */
export type Verb =
  | 'deploy'
  | 'plan'
  | 'status'
  | 'history'
  | 'errors'
  | 'advance'
  | 'pause'
  | 'resume'
  | 'adopt'
  | 'restore'
  | 'abort'
  | 'unfreeze'
  | 'help'
  | 'rollback';

export type SlashCommand = '/deploy' | '/rollback';

/** One row of the grammar. The parser, every usage line, the help and the manifest's hints are made from these rows. */
export type Form = {
  readonly verb: Verb;
  readonly command: SlashCommand;
  /** The words that open it; none for the sentence that the slash command itself stands for. */
  readonly openers: readonly string[];
  /** SERVICE and ENV: both, both or neither, any of them, or none. */
  readonly place: 'needed' | 'bothOrNeither' | 'free' | 'none';
  /** Words that may stand before ENV. */
  readonly beforeEnv: readonly string[];
  readonly takes: readonly ('image' | 'strategy' | 'revision' | 'since' | 'now' | 'reason' | 'topic')[];
  readonly summary: string;
};

const place = { place: 'needed', beforeEnv: ['in'] } as const;
const liveRollout = { command: '/deploy', place: 'bothOrNeither', beforeEnv: ['in'] } as const;

export const GRAMMAR: readonly Form[] = [
  {
    verb: 'deploy',
    command: '/deploy',
    openers: [],
    place: 'needed',
    beforeEnv: ['to', 'in'],
    takes: ['image', 'strategy', 'reason'],
    summary: 'Plan a rollout and show it to you; it starts when you confirm it.',
  },
  {
    verb: 'plan',
    command: '/deploy',
    openers: ['plan', 'noop'],
    place: 'needed',
    beforeEnv: ['to', 'in'],
    takes: ['image', 'strategy', 'reason'],
    summary: 'Show what a deploy would do, and do nothing.',
  },
  {
    verb: 'status',
    command: '/deploy',
    openers: ['status'],
    place: 'free',
    beforeEnv: ['in'],
    takes: [],
    summary: 'Show live rollouts, the newest ended ones and freezes.',
  },
  {
    ...place,
    verb: 'history',
    command: '/deploy',
    openers: ['history'],
    takes: [],
    summary: 'Show who did what and when in the live rollout, else in the last one, and how long it took.',
  },
  {
    ...liveRollout,
    verb: 'errors',
    openers: ['errors'],
    takes: ['since'],
    summary: 'Show what goes wrong: errors by pattern, those that are new first, beside the stable revision.',
  },
  {
    ...liveRollout,
    verb: 'advance',
    openers: ['advance'],
    takes: [],
    summary: 'Go on when the rollout asks for it: the next share for the canary, or the switch of all users.',
  },
  {
    ...liveRollout,
    verb: 'pause',
    openers: ['pause'],
    takes: ['reason'],
    summary: 'Keep the traffic as it is and stop the clock of the phase.',
  },
  { ...liveRollout, verb: 'resume', openers: ['resume'], takes: ['reason'], summary: 'Go on after a pause.' },
  {
    ...liveRollout,
    verb: 'adopt',
    openers: ['adopt'],
    takes: [],
    summary: 'Take on what others changed outside Slipway, and go on from there.',
  },
  {
    ...liveRollout,
    verb: 'restore',
    openers: ['restore'],
    takes: [],
    summary: 'Put traffic and tags back as the rollout had them before others changed them.',
  },
  {
    ...liveRollout,
    verb: 'abort',
    openers: ['abort'],
    takes: ['reason'],
    summary: 'End the rollout; a canary with traffic is routed back first.',
  },
  {
    ...place,
    verb: 'unfreeze',
    command: '/deploy',
    openers: ['unfreeze'],
    takes: [],
    summary: 'Allow deploys again after a rollback.',
  },
  {
    verb: 'help',
    command: '/deploy',
    openers: ['help'],
    place: 'none',
    beforeEnv: [],
    takes: ['topic'],
    summary: 'Show what you can say.',
  },
  {
    ...place,
    verb: 'rollback',
    command: '/rollback',
    openers: [],
    takes: ['revision', 'now', 'reason'],
    summary: 'Send all traffic back to the last good revision; `now` asks nothing first.',
  },
];

/** The row of a verb. */
export function formOf(verb: Verb): Form {
  const form = GRAMMAR.find((row) => row.verb === verb);
  if (!form) throw new Error(`no grammar for ${verb}`);
  return form;
}

/** `/deploy SERVICE [IMAGE] [to|in] ENV [because …]` */
export function usage(form: Form): string {
  return [form.command, ...parts(form)].join(' ');
}

/** What Slack shows beside the slash command while somebody types (`usage_hint` of the manifest, at most 1,000 characters). */
export function usageHint(command: SlashCommand): string {
  return GRAMMAR.filter((form) => form.command === command)
    .map((form) => parts(form).join(' '))
    .join(' | ');
}

function parts({ openers, takes, place: where, beforeEnv }: Form): readonly string[] {
  const list: string[] = openers.length > 0 ? [openers.join('|')] : [];
  const filler = beforeEnv.length > 0 ? [`[${beforeEnv.join('|')}]`] : [];
  const image = takes.includes('image') ? ['[IMAGE]'] : [];
  if (where === 'needed') list.push('SERVICE', ...image, ...filler, 'ENV');
  if (where === 'bothOrNeither') list.push('[SERVICE ENV]');
  if (where === 'free') list.push('[SERVICE]', '[ENV]');
  if (takes.includes('strategy')) list.push(`[${STRATEGY_KEY}STRATEGY]`);
  if (takes.includes('revision')) list.push('[to REVISION]');
  if (takes.includes('since')) list.push('[since 15m]');
  if (takes.includes('now')) list.push('[now]');
  if (takes.includes('topic')) list.push('[COMMAND]');
  if (takes.includes('reason')) list.push('[because …]');
  return list;
}

/** Words with a meaning of their own; none of them is ever taken for an image tag. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...GRAMMAR.flatMap((form) => [form.verb, ...form.openers, ...form.beforeEnv]),
  'to',
  'since',
  'now',
  'because',
]);
