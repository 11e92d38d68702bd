import { describe, expect, test } from 'vitest';
import { choose } from '../../commands/forms.ts';
import { submitForm } from '../../commands/submit-form.ts';
import { BLOCKS, type Entries } from '../../src/core/form.ts';
import { catalog, prod } from '../fakes/catalog.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { fieldsIn, lastView, opened, shownOf } from './form-hands.ts';

const requests = ({ asked }: Pick<FakeWorld, 'asked'>) => asked.map(({ request }) => request);

describe('a rollback goes to the revision that was typed', () => {
  const line = '/rollback api-gateway to api-gateway-00039-abc';

  test('when the environment is chosen', async () => {
    const fake = await opened(line);
    await choose(shownOf(lastView(fake), { 'env:api-gateway': 'prod' }), fake.world);
    expect(fieldsIn(lastView(fake))).toMatchObject({ 'target:api-gateway:prod': 'api-gateway-00039-abc' });
    await submitForm(shownOf(lastView(fake), {}), fake.world);
    expect(requests(fake)).toMatchObject([{ toRevision: 'api-gateway-00039-abc', now: true }]);
  });

  test('when service and environment are chosen, one after the other', async () => {
    const fake = await opened('/rollback to api-gateway-00039-abc');
    await choose(shownOf(lastView(fake), { service: 'web-portal' }), fake.world);
    await choose(shownOf(lastView(fake), { service: 'api-gateway' }), fake.world);
    await choose(shownOf(lastView(fake), { 'env:api-gateway': 'prod' }), fake.world);
    expect(fieldsIn(lastView(fake))).toMatchObject({ 'target:api-gateway:prod': 'api-gateway-00039-abc' });
  });

  test('when another service is chosen it is refused in words, never left out', async () => {
    const fake = await opened('/rollback to api-gateway-00039-abc');
    await choose(shownOf(lastView(fake), { service: 'web-portal' }), fake.world);
    await choose(shownOf(lastView(fake), { 'env:web-portal': 'prod' }), fake.world);
    expect(await submitForm(shownOf(lastView(fake), {}), fake.world)).toEqual({
      kind: 'errors',
      errors: { 'target:web-portal:prod': 'This is no revision of web-portal.' },
    });
    expect(fake.asked).toEqual([]);
  });

  test('when the form is sent before it was drawn for the environment: it is drawn first', async () => {
    const fake = await opened(line);
    const answer = await submitForm(shownOf(lastView(fake), { 'env:api-gateway': 'prod' }), fake.world);
    if (answer.kind !== 'replaced') throw new Error('nobody saw where it goes');
    expect(fieldsIn(answer.view)).toMatchObject({ 'target:api-gateway:prod': 'api-gateway-00039-abc' });
    expect(fake.asked).toEqual([]);
  });

  test('a target that was chosen for one environment is not sent for another unseen', async () => {
    const fake = await opened('/rollback api-gateway');
    await choose(shownOf(lastView(fake), { 'env:api-gateway': 'prod' }), fake.world);
    const moved = { 'target:api-gateway:prod': 'api-gateway-00041-def', 'env:api-gateway': 'staging' };
    const answer = await submitForm(shownOf(lastView(fake), moved), fake.world);
    if (answer.kind !== 'replaced') throw new Error('nobody saw where it goes');
    expect(fieldsIn(answer.view)).toMatchObject({ 'target:api-gateway:staging': 'our-choice' });
    expect(fake.asked).toEqual([]);
  });
});

describe('what was typed before the service was chosen is filled in with it', () => {
  const sent = async (line: string, entered: Entries) => {
    const fake = await opened(line);
    await choose(shownOf(lastView(fake), { service: 'api-gateway' }), fake.world);
    const drawn = fieldsIn(lastView(fake));
    await submitForm(shownOf(lastView(fake), entered), fake.world);
    return { drawn, asked: requests(fake) };
  };

  test('the strategy', async () => {
    const { drawn, asked } = await sent('/deploy strategy=replace', { 'env:api-gateway': 'staging' });
    expect(drawn).toMatchObject({ 'strategy:api-gateway': 'replace' });
    expect(asked).toMatchObject([{ env: 'staging', strategy: 'replace' }]);
  });

  test('the environment, which is never another one for that', async () => {
    const { drawn, asked } = await sent('/deploy staging', {});
    expect(drawn).toMatchObject({ 'env:api-gateway': 'staging' });
    expect(asked).toMatchObject([{ env: 'staging' }]);
  });

  test('prod too, with its boxes', async () => {
    const { drawn, asked } = await sent('/deploy prod v2.1.0 strategy=replace', {});
    expect(drawn).toMatchObject({
      'env:api-gateway': 'prod',
      'image:api-gateway': 'tag:v2.1.0',
      'strategy:api-gateway': 'replace',
      [BLOCKS.checklist(prod)]: [],
    });
    expect(asked).toEqual([]);
  });

  test('an environment of a rollback', async () => {
    const { drawn } = await sent('/rollback prod', {});
    expect(drawn).toMatchObject({ 'env:api-gateway': 'prod', 'target:api-gateway:prod': 'our-choice' });
  });

  test('an environment where the service never goes is nobody’s choice', async () => {
    const services = catalog.services.map((one) => ({ ...one, environments: ['staging'] }));
    const fake = await opened('/deploy prod', { catalog: { ...catalog, services } });
    await choose(shownOf(lastView(fake), { service: 'api-gateway' }), fake.world);
    expect(fieldsIn(lastView(fake))).toMatchObject({ 'env:api-gateway': null });
  });

  test('a choice in its own field takes the place of the words', async () => {
    const fake = await opened('/deploy prod strategy=replace');
    await choose(shownOf(lastView(fake), { service: 'api-gateway' }), fake.world);
    const other = { 'env:api-gateway': 'staging', 'strategy:api-gateway': 'canary' };
    await choose(shownOf(lastView(fake), other), fake.world);
    expect(fieldsIn(lastView(fake))).toMatchObject(other);
  });
});

test.for([
  ['x'.repeat(71), 'opened'],
  ['x'.repeat(72), 'ephemeral'],
])('a tag that no menu holds is refused in words: %s', async ([tag, kind]) => {
  const { answer, text } = await opened(`/deploy api-gateway ${tag}`);
  expect(answer.kind).toBe(kind);
  expect(text).toContain(kind === 'opened' ? '' : 'Which environment? I never guess it.');
});
