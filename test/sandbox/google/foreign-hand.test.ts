import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foreignHand } from '../../../sandbox/google/foreign-hand/foreign-hand.ts';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { IMAGE, SEED, SERVICE, TIMINGS } from './faces.ts';
import { viewOfService } from './views.ts';

const PERSON = 'kim@example.com';

let google: GoogleSandbox;

beforeEach(async () => {
  const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];
  google = await startGoogle({ timings: TIMINGS, services });
});
afterEach(() => google.stop());

const hand = (beforeWrite?: () => Promise<void>) =>
  foreignHand({ httpUrl: google.httpUrl, person: PERSON, ...(beforeWrite && { beforeWrite }) });

async function settled() {
  await until('the write is real', () => !google.model.run.getService(SERVICE).reconciling);
  return viewOfService(google.model.run.getService(SERVICE));
}

const imageOf = (revision: string) =>
  google.model.run.getRevision(`${SERVICE}/revisions/${revision}`).containers[0]?.image;
const journal = () => google.model.run.journal.of(SERVICE);

describe('somebody with gcloud', () => {
  test('deploys without traffic under a tag, as another person with another client', async () => {
    const revision = await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0`, traffic: false, tag: 'preview' });
    expect(await settled()).toMatchObject({
      real: [`${SEED}=100`, `${revision}=0 #preview`],
      latestCreated: revision,
      lastModifier: PERSON,
      client: 'gcloud',
    });
    expect(revision).toMatch(/^shop-00002-[a-z]{3}$/);
    expect(imageOf(revision)).toBe(`${IMAGE}:v1.1.0`);
  });

  test('moves traffic: tags stay, no revision is made, and the journal has the etag that was read', async () => {
    const revision = await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0`, traffic: false, tag: 'preview' });
    const { etag } = await settled();
    await hand().moveTraffic(SERVICE, { [SEED]: 60, [revision]: 40 });
    expect((await settled()).real).toEqual([`${SEED}=60`, `${revision}=40`, `${revision}=0 #preview`]);
    expect(google.model.run.listRevisions(SERVICE)).toHaveLength(2);
    expect(journal().at(-1)).toMatchObject({ caller: PERSON, client: 'gcloud', etagSent: etag, outcome: 'committed' });
  });

  test('a deploy takes all traffic where the split says LATEST, and none where it is pinned', async () => {
    await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0` });
    expect((await settled()).real).toEqual([`${SEED}=100`]);
    await hand().moveTraffic(SERVICE, { LATEST: 100 });
    await settled();
    const revision = await hand().deploy(SERVICE, { image: `${IMAGE}:v1.2.0` });
    expect(await settled()).toMatchObject({ desired: ['LATEST=100'], real: [`${revision}=100`] });
  });

  test('deploys the same image twice: two revisions', async () => {
    const first = await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0` });
    await settled();
    expect(await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0` })).not.toBe(first);
  });

  test('without traffic what LATEST had is pinned to the revision that had it', async () => {
    await hand().moveTraffic(SERVICE, { LATEST: 100 });
    await settled();
    const revision = await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0`, traffic: false });
    expect(await settled()).toMatchObject({ real: [`${SEED}=100`], latestCreated: revision });
  });

  test('sets and takes away tags and leaves the split alone', async () => {
    await hand().setTag(SERVICE, 'stable', SEED);
    expect((await settled()).real).toEqual([`${SEED}=100`, `${SEED}=0 #stable`]);
    await hand().removeTag(SERVICE, 'stable');
    expect((await settled()).real).toEqual([`${SEED}=100`]);
  });

  test('changes a variable: a new revision of the same image, by digest', async () => {
    const revision = await hand().setEnv(SERVICE, { COLOUR: 'blue' });
    await settled();
    const { containers } = google.model.run.getRevision(`${SERVICE}/revisions/${revision}`);
    expect(containers[0]).toMatchObject({ image: imageOf(SEED), env: [{ name: 'COLOUR', value: 'blue' }] });
  });

  test('changes a variable of what has no image in the registry: the image stays as it was written', async () => {
    await hand().deploy(SERVICE, { image: `${IMAGE}:never-pushed` });
    await settled();
    const revision = await hand().setEnv(SERVICE, { COLOUR: 'blue' });
    expect(imageOf(revision)).toBe(`${IMAGE}:never-pushed`);
  });

  test('is refused when somebody wrote in between, and does not try again', async () => {
    const slow = hand(async () => {
      await hand().setTag(SERVICE, 'stable', SEED);
      await settled();
    });
    await expect(slow.moveTraffic(SERVICE, { LATEST: 100 })).rejects.toMatchObject({ status: 'ABORTED' });
    expect(journal().map(({ outcome }) => outcome)).toEqual(['committed', 'aborted']);
    expect((await settled()).real).toEqual([`${SEED}=100`, `${SEED}=0 #stable`]);
  });

  test('is refused a split that is not 100 %', async () => {
    await expect(hand().moveTraffic(SERVICE, { [SEED]: 95 })).rejects.toMatchObject({ status: 'INVALID_ARGUMENT' });
  });
});
