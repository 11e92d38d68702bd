import { parseArgs } from 'node:util';
import { finish, say } from './measure/result.ts';
import { againstSort } from './patterns/against-sort.ts';
import type { Labelled } from './patterns/labelled.ts';
import { readLabelled } from './patterns/labelled.ts';
import { mined } from './patterns/mined.ts';
import { sampleScores } from './patterns/samples.ts';
import type { Score } from './patterns/score.ts';
import { averageOf, figuresOf, scoreOf } from './patterns/score.ts';
import { speedOf } from './patterns/speed.ts';

const { values } = parseArgs({
  options: {
    logs: { type: 'string' },
    samples: { type: 'boolean', default: false },
    against: { type: 'string' },
    lines: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
  },
});

function scored(log: Labelled): readonly [string, Score] {
  const score = figuresOf(scoreOf(log.truth, mined(log.lines).ofLine));
  say(`${log.name.padEnd(28)} GA ${score.GA.toFixed(4)}  FGA ${score.FGA.toFixed(4)}`);
  return [log.name, score];
}

async function main(): Promise<void> {
  if (values.logs === undefined) throw new Error('Say where the labelled logs are: --logs DIR');
  if (values.against !== undefined && values.against !== 'sort') throw new Error('There is only --against sort');
  const logs = readLabelled(values.logs);
  const files = Object.fromEntries(logs.map(scored));
  const lines = logs.flatMap((log) => log.lines);
  const [count, runs, seed] = [Number(values.lines), Number(values.runs), Number(values.seed)];
  const result = {
    ...figuresOf(averageOf(Object.values(files))),
    ...speedOf(lines, seed),
    ...(values.against === 'sort' ? againstSort(lines, { count, runs, seed }) : {}),
    ...(values.samples ? { samples: sampleScores(logs) } : {}),
    files,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

finish(main());
