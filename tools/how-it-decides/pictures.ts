import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw } from './draw.ts';
import { SCENARIOS } from './scenarios.ts';
import { tell } from './simulate.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'how-it-decides');

/** Draws what the judge of this code makes of ten made-up rollouts, for docs/how-it-decides.md. */
export function drawDecisions(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const scenario of SCENARIOS) {
    const told = tell(scenario);
    writeFileSync(join(FOLDER, `${scenario.name}.svg`), draw(told));
    const { how, atMs, because } = told.end;
    process.stdout.write(`docs/how-it-decides/${scenario.name}.svg  ${how} after ${atMs / 1000} s: ${because}\n`);
  }
}
