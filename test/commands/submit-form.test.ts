import { describe, expect, test } from 'vitest';
import { say } from '../../commands/say.ts';
import { shortcut } from '../../commands/shortcut.ts';
import { submitForm } from '../../commands/submit-form.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { BLOCKS, type Draft, type Entries, emptyDraft, type RollbackDraft } from '../../src/core/form.ts';
import { printMetadata } from '../../src/core/form-metadata.ts';
import { checkView } from '../../src/slack/view-limits.ts';
import { viewOnWire } from '../../src/slack/views.ts';
import { catalog, prod } from '../fakes/catalog.ts';
import { digestOf } from '../fakes/showing.ts';
import { fakeWorld, NOW_MS, typed } from '../fakes/world.ts';

const origin = { channel: 'C0DEPLOYS', responseUrl: 'https://hooks.example/r', threadTs: null };
const deployed = { ...emptyDraft(), service: 'api-gateway' };
const rolledBack: RollbackDraft = {
  kind: 'rollback',
  service: 'api-gateway',
  env: 'prod',
  toRevision: null,
  because: null,
};
const CHECKLIST = BLOCKS.checklist(prod);

/** A form as it stands before anything is entered. */
const EMPTY: Entries = {
  service: 'api-gateway',
  'env:api-gateway': null,
  'image:api-gateway': null,
  'strategy:api-gateway': 'canary',
  reason: null,
};
const staging: Entries = { ...EMPTY, 'env:api-gateway': 'staging' };
const inProd: Entries = { ...EMPTY, 'env:api-gateway': 'prod', reason: 'the fix', [CHECKLIST]: ['0', '1'] };
const BACK: Entries = {
  service: 'api-gateway',
  'env:api-gateway': 'prod',
  'target:api-gateway:prod': 'our-choice',
  reason: null,
};

const shown = (entries: Entries, draft: Draft = deployed, viewId = 'V1') => ({
  userId: 'U0ANA',
  viewId,
  hash: '1',
  metadata: printMetadata(origin, draft),
  entries,
  atMs: NOW_MS,
});

async function sent(entries: Entries, draft: Draft = deployed, of: Parameters<typeof fakeWorld>[0] = {}) {
  const fake = fakeWorld(of);
  const answer = await submitForm(shown(entries, draft), fake.world);
  if (answer.kind === 'closed') await answer.tell();
  return { ...fake, answer, errors: answer.kind === 'errors' ? answer.errors : {} };
}

describe('a form asks for exactly what the words would have asked for', () => {
  test.for<readonly [string, Draft, Entries]>([
    ['/deploy api-gateway staging', deployed, staging],
    ['/deploy api-gateway v2.1.0 staging', deployed, { ...staging, 'image:api-gateway': 'tag:v2.1.0' }],
    [`/deploy api-gateway@${digestOf('a')} staging`, deployed, { ...staging, 'image:api-gateway': digestOf('a') }],
    ['/deploy api-gateway staging strategy=replace', deployed, { ...staging, 'strategy:api-gateway': 'replace' }],
    ['/deploy plan api-gateway staging', { ...deployed, planOnly: true }, staging],
    ['/deploy api-gateway prod because the fix', deployed, inProd],
    ['/rollback api-gateway prod now', rolledBack, BACK],
    [
      '/rollback api-gateway prod to api-gateway-00041-def now because errors',
      rolledBack,
      { ...BACK, 'target:api-gateway:prod': 'api-gateway-00041-def', reason: ' errors ' },
    ],
  ])('%s', async ([line, draft, entries]) => {
    const words = fakeWorld();
    await say(typed(line), words.world);
    const form = await sent(entries, draft);
    expect(form.asked.map(({ request }) => request)).toEqual(words.asked.map(({ request }) => request));
    expect(form.asked).toHaveLength(1);
    expect(form.asked[0]?.replyTo).toEqual(words.asked[0]?.replyTo);
  });

  test('and then says the same', async () => {
    const { told } = await sent(staging);
    expect(told).toMatchObject([
      { to: { channel: 'C0DEPLOYS' }, text: expect.stringContaining('Planning api-gateway') },
    ]);
  });

  test('from nowhere is answered where the rollout will be told', async () => {
    const fake = fakeWorld();
    const used = { userId: 'U0ANA', triggerId: '1', responseUrl: null, message: null, callbackId: 'deploy_service' };
    await shortcut(used, fake.world);
    const metadata = fake.drawn[0]?.metadata ?? '';
    const sentOnce = await submitForm({ ...shown(staging), metadata }, fake.world);
    const sentTwice = await submitForm({ ...shown(staging), metadata }, fake.world);
    expect(fake.asked[0]?.replyTo).toEqual({ channel: 'C0STAGING', userId: 'U0ANA', responseUrl: null });
    if (sentOnce.kind !== 'replaced') throw new Error('nobody is told where it goes on');
    expect(checkView(viewOnWire(sentOnce.view))).toEqual([]);
    expect(JSON.stringify(sentOnce.view)).toMatch(/Planning api-gateway in staging.*Look for it in <#C0STAGING>/);
    expect(sentTwice).toEqual(sentOnce);
    expect(fake.asked).toHaveLength(1);
    expect(fake.told).toEqual([]);
  });
});

describe('everything that is wrong is said at once, next to where it is wrong', () => {
  test('nothing entered', async () => {
    const { errors, asked } = await sent({ service: null, reason: null }, { ...deployed, service: null });
    expect(errors).toEqual({ service: 'Choose a service.' });
    expect(asked).toEqual([]);
  });

  test('prod without its reason, its boxes and a real image', async () => {
    const entries = { ...inProd, reason: '  ', [CHECKLIST]: ['0'], 'image:api-gateway': 'tag:no tag' };
    const { errors, asked } = await sent(entries);
    expect(errors).toEqual({
      reason: 'Say why: this environment asks for a reason.',
      [CHECKLIST]: '1 of 2 not ticked. If one is not true yet, the deploy has to wait.',
      'image:api-gateway': 'This is neither a tag nor a digest.',
    });
    expect(asked).toEqual([]);
  });

  test('no environment and a reason longer than a command', async () => {
    const { errors } = await sent({ ...EMPTY, reason: 'ו'.repeat(1_001) });
    expect(errors).toEqual({
      'env:api-gateway': 'Choose an environment: it is never guessed.',
      reason: 'At most 1,000 characters; these are 1,001.',
    });
  });

  test('a single writer split, and a revision of somebody else', async () => {
    const services = catalog.services.map((one) => ({ ...one, strategy: 'replace' as const, singleWriter: true }));
    const writer = { catalog: { ...catalog, services } };
    expect((await sent({ ...staging, 'strategy:api-gateway': 'canary' }, deployed, writer)).errors).toEqual({
      'strategy:api-gateway': 'It is a single writer and can only be replaced.',
    });
    const foreign = { ...BACK, 'target:api-gateway:prod': 'web-portal-00001-abc' };
    expect((await sent(foreign, rolledBack)).errors).toEqual({
      'target:api-gateway:prod': 'This is no revision of api-gateway.',
    });
  });

  test('a look at the plan alone needs neither reason nor boxes', async () => {
    const { asked } = await sent({ ...EMPTY, 'env:api-gateway': 'prod' }, { ...deployed, planOnly: true });
    expect(asked).toMatchObject([{ request: { planOnly: true, env: 'prod' } }]);
  });
});

describe('a form that stood open for an hour is read against the catalog of now', () => {
  const without = (change: (one: Catalog) => Catalog) => ({ catalog: change(catalog) });

  test('a service that is gone', async () => {
    const of = without((one) => ({ ...one, services: one.services.filter(({ name }) => name !== 'api-gateway') }));
    expect((await sent(staging, deployed, of)).errors).toEqual({
      service: 'The catalog has no api-gateway any more: choose another service.',
    });
  });

  test('an environment that is gone', async () => {
    const services = catalog.services.map((one) => ({ ...one, environments: ['prod'] }));
    expect((await sent(staging, deployed, { catalog: { ...catalog, services } })).errors).toEqual({
      'env:api-gateway': 'api-gateway is not deployed to staging any more: choose another environment.',
    });
  });

  test('another wording of the checklist: it is drawn anew, and nobody has ticked it yet', async () => {
    const environments = catalog.environments.map((one) => ({ ...one, checklist: ['All tests pass in CI', 'New'] }));
    const { answer, asked } = await sent(inProd, deployed, { catalog: { ...catalog, environments } });
    expect(answer.kind).toBe('replaced');
    expect(JSON.stringify(answer)).not.toContain('initial_options');
    expect(JSON.stringify(answer)).toContain('"initial_value":"the fix"');
    expect(asked).toEqual([]);
  });

  test('sent before it was drawn for the service: it is drawn, and nothing is asked', async () => {
    const { answer, asked } = await sent({ service: 'web-portal', reason: null }, { ...deployed, service: null });
    expect(answer).toMatchObject({ kind: 'replaced' });
    expect(asked).toEqual([]);
  });

  test('one of another version of Slipway is refused', async () => {
    const { world, asked } = fakeWorld();
    expect(await submitForm({ ...shown(staging), metadata: '' }, world)).toMatchObject({ kind: 'replaced' });
    expect(asked).toEqual([]);
  });
});

describe('sending', () => {
  test('twice does nothing twice, and tells once', async () => {
    const fake = fakeWorld();
    for (const answer of [await submitForm(shown(staging), fake.world), await submitForm(shown(staging), fake.world)]) {
      if (answer.kind !== 'closed') throw new Error('the form stayed open');
      await answer.tell();
    }
    expect(fake.asked).toHaveLength(1);
    expect(fake.told).toHaveLength(1);
  });

  test('two forms with the same in them are two requests', async () => {
    const fake = fakeWorld();
    await submitForm(shown(staging), fake.world);
    await submitForm(shown(staging, deployed, 'V2'), fake.world);
    expect(fake.asked).toHaveLength(2);
  });

  test.for(['everything', 'requests'] as const)(
    'with Redis away (%s) the form stays with all that was entered',
    async (away) => {
      const { errors } = await sent(staging, deployed, { away });
      expect(errors['service']).toContain('Not taken:');
    },
  );

  test('a rollback with Redis away names what works without us', async () => {
    const { errors } = await sent(BACK, rolledBack, { away: 'requests' });
    expect(errors['service']).toContain('npm run slipway -- rollback api-gateway prod');
  });

  test('with Redis away in the middle of it says that it may have been taken', async () => {
    const { errors } = await sent(staging, deployed, { away: 'inTheMiddle' });
    expect(errors['service']).toContain('Perhaps taken:');
  });

  test.for(['guest', 'external', 'bot'] as const)('as a %s sets nothing going', async (standing) => {
    const { errors, asked } = await sent(staging, deployed, { strangers: { U0ANA: standing } });
    expect(errors['service']).toBeDefined();
    expect(asked).toEqual([]);
  });

  test.for(['api-gateway-../../services/x', `api-gateway-${'9'.repeat(52)}`, 'api-gateway-00041-DEF'])(
    'a rollback to what no revision is called (%s) is refused',
    async (target) => {
      const { errors, asked } = await sent({ ...BACK, 'target:api-gateway:prod': target }, rolledBack);
      expect(errors).toEqual({ 'target:api-gateway:prod': 'This is no revision of api-gateway.' });
      expect(asked).toEqual([]);
    },
  );

  test('a rollback needs nothing but the place', async () => {
    const { asked } = await sent({ service: 'api-gateway', 'env:api-gateway': 'prod', reason: null }, rolledBack);
    expect(asked).toMatchObject([{ request: { kind: 'rollback', toRevision: null, now: true } }]);
  });
});
