import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Registry } from '../../src/ports/cloud.ts';
import { registry } from '../../src/registry/registry.ts';
import { type GoogleTown, googleTown, IMAGES } from '../google-town.ts';

const NESTED = 'us-central1-docker.pkg.dev/acme/apps/shop/checkout';
const NO_DIGEST = `sha256:${'0'.repeat(64)}`;
const TOMORROW_MS = Date.now() + 86_400_000;

let town: GoogleTown;
let images: Registry;
beforeAll(async () => {
  town = await googleTown();
  images = registry(town.connection);
});
afterAll(() => town.google.stop());

describe('an image', () => {
  test('is found by its tag', async () => {
    const digest = town.digestOf('v1.2.0');
    expect(await images.find(IMAGES, { tag: 'v1.2.0' })).toEqual({ repository: IMAGES, tag: 'v1.2.0', digest });
  });

  test('is found by its digest, with the tag that people know it by', async () => {
    const digest = town.digestOf('v1.2.0');
    expect(await images.find(IMAGES, { digest })).toEqual({ repository: IMAGES, tag: 'v1.2.0', digest });
  });

  test('whose name has a slash is found both ways', async () => {
    const digest = town.model.registry.push(NESTED, { tags: ['v7'], behaviour: 'healthy', uploadedMs: 0 });
    expect(await images.find(NESTED, { tag: 'v7' })).toMatchObject({ digest });
    expect(await images.find(NESTED, { digest })).toMatchObject({ tag: 'v7' });
  });

  test.for([
    ['tag', IMAGES, { tag: 'v9.9.9' }],
    ['digest', IMAGES, { digest: NO_DIGEST }],
    ['repository', 'us-central1-docker.pkg.dev/acme/nowhere/api-gateway', { tag: 'v1.2.0' }],
  ] as const)('is null when there is no such %s', async ([, repository, wish]) => {
    expect(await images.find(repository, wish)).toBeNull();
  });
});

describe('the newest images', () => {
  test('come newest first, at most as many as asked for, without those of other names', async () => {
    const another = `${IMAGES}-admin`;
    town.model.registry.push(another, { tags: ['v9'], behaviour: 'healthy', uploadedMs: TOMORROW_MS });
    const tags = (await images.newest(IMAGES, 3)).map(({ tag }) => tag);
    expect(tags).toEqual(['v1.4.0', 'v1.3.0', 'v1.2.0']);
  });

  test('are called by the tag that says more than "latest"', async () => {
    const pushed = { tags: ['latest', 'v2.0.0'], behaviour: 'healthy' as const, uploadedMs: TOMORROW_MS };
    const digest = town.model.registry.push(IMAGES, pushed);
    expect(await images.newest(IMAGES, 1)).toEqual([
      { repository: IMAGES, tag: 'v2.0.0', digest, uploadedAtMs: expect.any(Number) },
    ]);
  });

  test('are none where there is no such repository', async () => {
    expect(await images.newest('us-central1-docker.pkg.dev/acme/nowhere/api-gateway', 5)).toEqual([]);
  });
});

describe('trouble', () => {
  test('with the name of a repository is told before anybody is asked', async () => {
    await expect(images.find('docker.io/library/nginx', { tag: 'latest' })).rejects.toThrow(
      'docker.io/library/nginx is not an image repository of Artifact Registry',
    );
  });

  test('with Artifact Registry is told in one sentence', async () => {
    town.model.faults.inject({ method: 'GetTag', times: 3, code: 14 });
    await expect(images.find(IMAGES, { tag: 'v1.2.0' })).rejects.toThrow(
      'Artifact Registry did not answer (UNAVAILABLE)',
    );
  });
});
