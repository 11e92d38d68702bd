import { readOptions } from './measure/options.ts';
import { finish, resultLine, rounded, say } from './measure/result.ts';
import { playRaces } from './races/play.ts';

const options = readOptions({
  races: 400,
  gates: 200,
  presses: 20,
  seed: 1 + Math.floor(Math.random() * 2 ** 30),
});

/** `/rollback` against a shift that is being written, and many presses of one gate at once, on a real Redis and the wire. */
async function main(): Promise<void> {
  const beganMs = performance.now();
  const figures = await playRaces(options, say);
  const seconds = rounded((performance.now() - beganMs) / 1000, 0);
  process.stdout.write(resultLine({ ...figures, seconds, seed: options.seed }));
}

finish(main());
