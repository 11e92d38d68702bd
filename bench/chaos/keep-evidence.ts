import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../../sandbox/home.ts';
import { rolloutsSeen } from './evidence.ts';
import type { Ran } from './run.ts';

/** Writes down what a finding can be followed up with, before the town is torn down. @returns the folder */
export function keepEvidence({ evidence, kills }: Ran, seed: number): string {
  const { town, diary, acts } = evidence;
  const folder = join(HOME, `chaos-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(town.folder, folder, { recursive: true, filter: (path) => path === town.folder || path.endsWith('.log') });
  const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const keep = (name: string, text: string) => writeFileSync(join(folder, name), text);
  keep('cloud-run.jsonl', lines(town.google.model.run.journal.entries));
  keep('slack.jsonl', lines(diary.shown));
  keep('slack-calls.jsonl', lines(town.slack.log.calls));
  keep('acts.jsonl', lines(acts));
  keep('kills.jsonl', lines(kills.map(({ victim, ...kill }) => ({ ...kill, victim: victim?.id ?? null }))));
  const threads = rolloutsSeen(evidence).flatMap(({ id, place, roots: [root] }) =>
    root === undefined ? [] : [`\n== ${id}\n${town.slack.workspace.printThread(place.channel, root.ts)}\n`],
  );
  keep('threads.txt', threads.join(''));
  return folder;
}
