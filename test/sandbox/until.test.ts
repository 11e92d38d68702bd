import { expect, test } from 'vitest';
import { until } from '../../sandbox/until.ts';

test.for([[null], [undefined], [false], [''], [0]])('%s is nothing yet', async ([nothing]) => {
  const looks = [nothing, nothing, 'found'];
  expect(await until('it', () => looks.shift())).toBe('found');
});

test('what never comes is named', async () => {
  await expect(until('the moon', async () => false, 30)).rejects.toThrow('waited 0.03 s in vain for the moon');
});
