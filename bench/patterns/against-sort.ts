import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantile, rounded, say } from '../measure/result.ts';
import { bigFile, freshLines } from './fresh-lines.ts';

const COUNT_FILE = fileURLToPath(import.meta.resolve('./count-file.ts'));

type Raced = { readonly ratio: number; readonly oursS: number; readonly sortS: number; readonly rssMb: number };

/**
 * The same file counted by us and by the runbook's pipeline, in turn, under the machine's own locale: whole processes, from
 * their start to the twenty most common printed. The middle of each one's times.
 */
export function againstSort(lines: readonly string[], options: { count: number; runs: number; seed: number }): Raced {
  const file = bigFile(freshLines(lines, options.count, options.seed));
  const ours: number[] = [];
  const sort: number[] = [];
  let rssMb = 0;
  for (let run = 0; run < options.runs; run += 1) {
    const one = timed(process.execPath, [COUNT_FILE, file]);
    const other = timed('sh', ['-c', 'sort "$0" | uniq -c | sort -rn | head -20', file]);
    ours.push(one.seconds);
    sort.push(other.seconds);
    rssMb = Math.max(rssMb, Number(one.complaint) / 1024);
    say(
      `   ours ${one.seconds.toFixed(2)} s, sort ${other.seconds.toFixed(2)} s, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    );
  }
  rmSync(dirname(file), { recursive: true });
  const [oursS, sortS] = [quantile(ours, 0.5), quantile(sort, 0.5)];
  return {
    ratio: rounded(oursS / sortS, 2),
    oursS: rounded(oursS, 2),
    sortS: rounded(sortS, 2),
    rssMb: Math.round(rssMb),
  };
}

function timed(command: string, args: readonly string[]): { seconds: number; complaint: string } {
  const from = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const seconds = (performance.now() - from) / 1000;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return { seconds, complaint: stderr };
}
