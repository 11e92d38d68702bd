import { describe, expect, test } from 'vitest';
import { choose } from '../../commands/forms.ts';
import { submitForm } from '../../commands/submit-form.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { fieldsIn, lastView, opened, shownOf } from './form-hands.ts';

describe('a rollback goes to the revision that was typed', () => {
  const line = '/rollback api-gateway to api-gateway-00039-abc';
  const requests = ({ asked }: Pick<FakeWorld, 'asked'>) => asked.map(({ request }) => request);

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
