import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exhibit } from '../../sandbox/page/protocol/gallery.ts';
import type { Json, MessageRow, ViewRow } from '../../sandbox/page/protocol/slack.ts';
import { exampleApp, exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import { isObject, objectsIn, stringIn, tryJson } from '../../sandbox/slack/json.ts';

export type Family = { readonly name: string; readonly title: string; readonly exhibits: readonly Exhibit[] };

const GOLDEN = join(import.meta.dirname, '..', '..', 'test', 'messages', 'golden');

/** In the order in which somebody meets them; the first whose name a file begins with has it. */
const FAMILIES: readonly (readonly [name: string, title: string])[] = [
  ['form', 'Forms'],
  ['taken', 'At once, when something was asked for'],
  ['plan', 'The plan, before anything moves'],
  ['rollback-plan', 'The plan of a rollback'],
  ['card', 'The card: one for each rollout, edited in place'],
  ['line-notice', 'How it ended, told to the channel too'],
  ['end', 'How a first deploy ended'],
  ['line', 'The thread under the card'],
  ['judge-card', 'What the judge has seen so far, on the card'],
  ['judge-line', 'What the judge says in the thread'],
  ['judge-notice', 'How a judged rollout ended: how fast it was found, what it cost, what to do'],
  ['outside', 'When others change traffic, deploy or tags'],
  ['error-summary-6', 'What went wrong, in the thread'],
  ['error-summary', 'The same with one pattern and sixty, muted ones, samples and holes'],
  ['pattern', 'One error pattern: what is known of it, and how it is muted'],
  ['told', 'What is told of muting'],
  ['answered', 'Answers to whoever asked or pressed'],
  ['refused', 'Refusals, each with what to do next'],
  ['queue', 'When two want the same place'],
  ['half-way', 'When Redis has lost a rollout'],
  ['blocked', 'When the channel cannot be told'],
  ['freeze-lifted', 'When a freeze is lifted'],
  ['status', 'Status'],
  ['history', 'The history of a rollout'],
  ['help', 'Help'],
  ['mention', 'Answers to its name'],
  ['home', 'The Home tab'],
];
const OTHERS = ['others', 'Others'] as const;

/** Everything that the tests keep of what Slipway says. */
export function families(): Family[] {
  const all = goldenNames().map((file) =>
    exhibitOf(file.replace(/\.json$/, ''), readFileSync(join(GOLDEN, file), 'utf8')),
  );
  const familyOf = ({ name }: Exhibit) =>
    FAMILIES.find(([family]) => name === family || name.startsWith(`${family}-`)) ?? OTHERS;
  return [...FAMILIES, OTHERS]
    .map((family) => ({
      name: family[0],
      title: family[1],
      exhibits: all.filter((exhibit) => familyOf(exhibit) === family),
    }))
    .filter(({ exhibits }) => exhibits.length > 0);
}

/** Changes with every message, so that a gallery that is out of date can be told. */
export function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of goldenNames()) hash.update(file).update(readFileSync(join(GOLDEN, file)));
  return hash.digest('hex').slice(0, 16);
}

function goldenNames(): string[] {
  return readdirSync(GOLDEN)
    .filter((file) => file.endsWith('.json'))
    .sort();
}

function exhibitOf(name: string, text: string): Exhibit {
  const content = tryJson(
    text.replaceAll('{permalink}', 'https://slipway.slack.com/archives/C0DEPLOYS/p1795270000000100'),
  );
  if (!isObject(content)) throw new Error(`${name} is no message and no view`);
  const kind = content['type'] ?? (name.startsWith('home-') ? 'home' : 'message');
  const blocks = objectsIn(content, 'blocks').map((block, at) => ({ block_id: `b${at}`, ...block }));
  if (kind === 'modal' || kind === 'home') return { name, kind, view: viewOf(name, { ...content, blocks }) };
  return { name, kind: 'message', row: rowOf(stringIn(content, 'text') ?? '', blocks) };
}

function viewOf(name: string, definition: Json): ViewRow {
  return { id: name, hash: '', definition };
}

function rowOf(text: string, blocks: readonly Json[]): MessageRow {
  return {
    channelId: exampleChannels.deploys,
    ts: '1795270000.000100',
    threadTs: null,
    author: { kind: 'app', userId: exampleApp.botUserId },
    ...{ isEphemeral: false, isBroadcast: false, isEdited: false, isDeleted: false, isPinned: false },
    ...{ text, blocks, attachments: [], reactions: [], files: [], replies: null },
  };
}
