import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { behaviourNames } from '../../../sandbox/google/registry/behaviour.ts';
import { imageRepository, splitImage } from '../../../sandbox/google/registry/image-name.ts';
import { Registry, versionTags } from '../../../sandbox/google/registry/registry.ts';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { toMs } from '../../../sandbox/google/timestamp.ts';
import { type GoogleClients, googleClients } from './clients.ts';
import { codeOf, IMAGE, LOCATION } from './faces.ts';

const REPOSITORY = `${LOCATION}/repositories/apps`;
const DIGEST = /sha256:[0-9a-f]{64}$/;

let google: GoogleSandbox;
let clients: GoogleClients;

beforeAll(async () => {
  google = await startGoogle({
    services: [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }],
  });
  clients = googleClients(google.grpcAddress);
});
afterAll(async () => {
  await clients.close();
  await google.stop();
});

type Image = {
  name?: string | null;
  uri?: string | null;
  tags?: string[] | null;
  uploadTime?: Parameters<typeof toMs>[0] | object;
};

describe.each<[string, () => Promise<Image[]>, (name: string) => Promise<Image>]>([
  [
    'the model in process',
    async () => google.model.registry.listDockerImages({ parent: REPOSITORY }).dockerImages,
    async (name) => google.model.registry.getDockerImage(name),
  ],
  [
    "the wire, through Google's client",
    async () => (await clients.registry.listDockerImages({ parent: REPOSITORY }))[0],
    async (name) => (await clients.registry.getDockerImage({ name }))[0],
  ],
])('Artifact Registry on %s', (_name, list, get) => {
  test('images are listed newest first, with digest, tags and time', async () => {
    const images = await list();
    const tags = images.flatMap((image) => image.tags ?? []);
    expect(tags.slice(0, versionTags.length)).toEqual(versionTags.toReversed());
    expect(tags.toSorted()).toEqual([...versionTags, ...behaviourNames].toSorted());
    const times = images.map((image) => toMs(image.uploadTime));
    expect(times).toEqual(times.toSorted((left, right) => right - left));
    for (const image of images) {
      expect(image.uri).toMatch(DIGEST);
      expect(image.name?.startsWith(`${REPOSITORY}/dockerImages/shop@sha256:`)).toBe(true);
    }
  });

  test('one image can be read by its digest and by its tag', async () => {
    const [newest] = await list();
    expect((await get(newest?.name ?? '')).uri).toBe(newest?.uri);
    expect((await get(`${REPOSITORY}/dockerImages/shop:v1.4.0`)).uri).toBe(newest?.uri);
  });

  test('what is not there is NOT_FOUND', async () => {
    expect(await codeOf(get(`${REPOSITORY}/dockerImages/shop:v9`))).toBe(5);
  });
});

test('tags point at versions, on the wire too', async () => {
  const parent = `${REPOSITORY}/packages/shop`;
  const [tags] = await clients.registry.listTags({ parent });
  expect(tags.map(({ version }) => version)).toEqual(
    google.model.registry.listTags(parent).map(({ version }) => version),
  );
  const [tag] = await clients.registry.getTag({ name: `${parent}/tags/v1.1.0` });
  expect(tag.version?.endsWith(google.model.registry.digestOf(`${IMAGE}:v1.1.0`) ?? 'nothing')).toBe(true);
});

describe('digests', () => {
  test('are the same in every run and for copies of an image', () => {
    const [registry, other] = [new Registry(), new Registry()];
    registry.seed(IMAGE, 0);
    other.seed('us-central1-docker.pkg.dev/another/place/shop', 1_000);
    expect(registry.digestOf(`${IMAGE}:slow`)).toBe(
      other.digestOf('us-central1-docker.pkg.dev/another/place/shop:slow'),
    );
  });

  test('a tag moves to what is pushed with it', () => {
    const registry = new Registry();
    registry.seed(IMAGE, 0);
    const digest = registry.push(IMAGE, { tags: ['v1.4.0', 'hotfix'], behaviour: 'sick', uploadedMs: 1 });
    expect(registry.digestOf(`${IMAGE}:v1.4.0`)).toBe(digest);
    expect(registry.digestOf(`${IMAGE}@${digest}`)).toBe(digest);
    expect(registry.digestOf(`${IMAGE}:nope`)).toBeUndefined();
  });

  test.each([
    ['us-central1-docker.pkg.dev/p/r/a/b', { parent: 'projects/p/locations/us-central1/repositories/r', image: 'a/b' }],
    ['gcr.io/p/shop', { parent: 'projects/p/locations/us/repositories/gcr.io', image: 'shop' }],
    ['docker.io/library/redis', undefined],
    ['shop', undefined],
  ])('%s is found in its repository', (uri, expected) => {
    expect(imageRepository(uri)).toEqual(expected && { ...expected, uri });
  });

  test.each([
    ['h/p/r:v1', { repository: 'h/p/r', tag: 'v1' }],
    ['h:5000/p/r', { repository: 'h:5000/p/r', tag: 'latest' }],
    ['h/p/r@sha256:ab', { repository: 'h/p/r', digest: 'sha256:ab' }],
  ])('%s is cut into repository and reference', (image, expected) => {
    expect(splitImage(image)).toEqual(expected);
  });
});
