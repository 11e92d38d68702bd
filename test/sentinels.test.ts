import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { behaviourNames } from '../sandbox/google/registry/behaviour.ts';

/** What goes into the image: nothing there may know how the sandbox's images are called. */
const shipped = ['src', 'commands', 'jobs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Words that the code says of other things too: requests are slow, parts of a sentence are missing. */
const EVERYDAY: readonly string[] = ['slow', 'missing'];

/** A compound name counts anywhere, a single word as a whole text or an image's tag, an everyday one beside an image. */
function mentionOf(name: string): RegExp {
  if (name.includes('-')) return new RegExp(`\\b${name}\\b`);
  const asText = EVERYDAY.includes(name) ? `(?:tag|image|digest).*(['"\`])${name}\\1` : `(['"\`])${name}\\1`;
  return new RegExp(`${asText}|[\\w}]:${name}\\b`, 'i');
}

test('the search finds a name that is there', () => {
  expect("if (image.tag === 'healthy') return 'pass';").toMatch(mentionOf('healthy'));
  expect('const good = "apps/api-gateway:healthy";').toMatch(mentionOf('healthy'));
  expect('// errors-5pct is rolled back').toMatch(mentionOf('errors-5pct'));
  expect("if (image.tag === 'slow') return 'fail';").toMatch(mentionOf('slow'));
  expect("Pick<Counts, 'errors' | 'slow'>").not.toMatch(mentionOf('slow'));
  expect('A canary that is healthy: it passes.').not.toMatch(mentionOf('healthy'));
  expect(shipped.length).toBeGreaterThan(50);
});

describe('no shipped file knows an image of the sandbox by its name', () => {
  test.for(behaviourNames)('%s', (name) => {
    const mention = mentionOf(name);
    expect(shipped.filter((path) => mention.test(readFileSync(path, 'utf8')))).toEqual([]);
  });
});
