import { expect, test } from 'vitest';
import { FOUND } from './state-machine-found.ts';
import { play, VARIANTS } from './state-machine-play.ts';
import { interleavings } from './state-machine-search.ts';

/** As many as fit into some 20 s; `npm run bench -- model` plays a hundred thousand. */
const RUNS = 300;
/** The same histories in every run of the tests; new ones are what the benchmark is for. */
const SEED = 20_261_121;

test.for(VARIANTS)(
  'whatever people, clocks, crashes, Google, Redis and other tools do, no law of $name is broken',
  { timeout: 300_000 },
  async (variant) => {
    const { broken, runs } = await interleavings(variant, { runs: RUNS, seed: SEED });
    expect(broken, `seed ${SEED}`).toBeNull();
    expect(runs).toBe(RUNS);
  },
);

/** Both ends of what nobody here can check on the real Cloud Run. */
const SETTINGS = [true, false].map((isUsual) => ({
  etagMovesOnStatus: isUsual,
  etagMovesOnAnnotationOnlyWrite: isUsual,
  latestReadyLagsForNoTraffic: isUsual,
  desiredDiffersAfterFailure: isUsual,
}));

test.for(FOUND.flatMap((found) => SETTINGS.map((switches) => ({ ...found, switches }))))(
  'it never happens again that $what',
  async ({ variant, actions, switches }) => {
    const of = VARIANTS.find(({ name }) => name === variant);
    if (!of) throw new Error(`there is no variant ${variant}`);
    const { live } = await play(of, actions, switches);
    expect(live()).toBeNull();
  },
);
