import { expect, test } from 'vitest';
import { takenWords } from '../../../sandbox/town/port-owner.ts';

test.for([
  [4400, 4401],
  [65_534, 65_535],
  [65_535, 65_534],
])('whoever cannot have %s is offered %s', async ([taken, offered]) => {
  expect(await takenWords(Number(taken))).toMatch(new RegExp(`--port ${offered}$`));
});
