import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { families, fingerprint } from '../../tools/gallery/exhibits.ts';
import { fingerprintIn, PAGE_PICTURES } from '../../tools/gallery/gallery-page.ts';
import { SCHEMES } from '../../tools/gallery/pictures.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'messages');

test('the gallery was made from the messages as they are now; if not: npm run gallery', () => {
  expect(fingerprintIn(readFileSync(join(FOLDER, 'README.md'), 'utf8'))).toBe(fingerprint());
});

test('every message stands in a family that has a picture of it, light and dark', () => {
  const all = families();
  expect(all.flatMap(({ exhibits }) => exhibits).length).toBeGreaterThan(100);
  expect(all.map(({ name }) => name)).not.toContain('others');
  const pictures = [...all, ...PAGE_PICTURES].flatMap(({ name }) => SCHEMES.map((scheme) => `${name}.${scheme}.webp`));
  expect(pictures.filter((picture) => !existsSync(join(FOLDER, picture)))).toEqual([]);
});
