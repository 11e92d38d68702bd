import type { Random } from '../../sandbox/google/seeded-random.ts';

/** Above this mean a normal number is as good, and a product of thousands of numbers is not needed. */
const LARGE = 50;

/** How many of what comes about by itself, `mean` times on average. */
export function poisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > LARGE) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count += 1;
  return count;
}
