import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import { type DeployDraft, emptyDraft, type RollbackDraft } from '../../src/core/form.ts';
import { printMetadata, readMetadata } from '../../src/core/form-metadata.ts';
import type { ViewContent } from '../../src/core/outgoing.ts';
import type { Showing } from '../../src/core/showing.ts';
import { deployForm } from '../../src/messages/deploy-form.ts';
import { option } from '../../src/messages/form-blocks.ts';
import { loadingView, refusedView } from '../../src/messages/form-notes.ts';
import { imageLines, serviceLines, targetLines } from '../../src/messages/menu-lines.ts';
import { rollbackForm } from '../../src/messages/rollback-form.ts';
import { checkOptions, checkView } from '../../src/slack/view-limits.ts';
import { viewOnWire } from '../../src/slack/views.ts';
import { aService, catalog as base, prod } from '../fakes/catalog.ts';
import { aShowing, digestOf } from '../fakes/showing.ts';
import { expectGoldenView } from './golden.ts';
import { RUNBOOK } from './runbook-phases.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 14);
const MINUTE_MS = 60_000;
const catalog: Catalog = { ...base, services: [aService('api-gateway', { aliases: ['gw'], phases: RUNBOOK })] };
const nothing = emptyDraft();
const complete: DeployDraft = {
  ...nothing,
  service: 'api-gateway',
  env: 'prod',
  image: { kind: 'digest', digest: digestOf('a') },
  because: 'The fix for <!channel> & "quotes"\nin two lines',
  ticked: [1],
};
const back: RollbackDraft = { kind: 'rollback', service: 'api-gateway', env: 'prod', toRevision: null, because: null };
const facts = { catalog, showing: aShowing(NOW_MS), nowMs: NOW_MS, metadata: '[]' };

const expectGoldenForm = (name: string, view: ViewContent) => expectGoldenView(`form-${name}`, view);

describe('the form of a deploy', () => {
  test('stands at once, and says that it is coming', () => expectGoldenForm('loading', loadingView('deploy', '[]')));
  test('begins with the service', () => expectGoldenForm('deploy-empty', deployForm({ draft: nothing, ...facts })));
  test('shows what is live, keeps what was entered, and has the boxes of prod', () =>
    expectGoldenForm('deploy-prod', deployForm({ draft: complete, ...facts })));
  test('of a plan alone asks for neither boxes nor reason', () =>
    expectGoldenForm('deploy-plan-only', deployForm({ draft: { ...complete, planOnly: true, ticked: [] }, ...facts })));
  test('works without facts, and says so', () =>
    expectGoldenForm(
      'deploy-no-facts',
      deployForm({ draft: { ...complete, env: 'staging' }, ...facts, showing: null }),
    ));
  test('shows a no in its place', () =>
    expectGoldenForm('refused', refusedView('deploy', { kind: 'notAMember', who: 'guest' })));

  test('of a service that is not there yet says that it is created', () => {
    const showing = { ...facts.showing, exists: false, live: null, revisions: [] };
    const text = JSON.stringify(deployForm({ draft: complete, ...facts, showing }));
    expect(text).toContain('Nothing stands there yet: this deploy creates the service');
    expect(text).not.toContain('No revision serves everything');
  });

  test.for<readonly [number, boolean]>([
    [59_000, false],
    [3 * MINUTE_MS, true],
  ])('facts of %i ms ago are excused: %s', ([agoMs, excused]) => {
    const view = deployForm({ draft: complete, ...facts, showing: aShowing(NOW_MS, agoMs) });
    expect(JSON.stringify(view).includes('This was so 3 min ago.')).toBe(excused);
  });
});

describe('what the phases can prove stands under them', () => {
  const hourOf = (perSecond: number) => ({ perSecond, requests: perSecond * 3_600, errorShare: 0, slowShare: 0 });
  const formAt = (lastHour: Showing['lastHour'], change: Partial<DeployDraft> = {}) =>
    deployForm({ draft: { ...complete, ...change }, ...facts, showing: { ...facts.showing, lastHour } });

  test('with what would help where too little comes', () => expectGoldenForm('deploy-too-little', formAt(hourOf(0.9))));
  test('where nothing came', () => expectGoldenForm('deploy-nothing-came', formAt(hourOf(0))));
  test('for the way that is chosen, which is heard at once', async () => {
    const view = formAt(hourOf(12), { strategy: 'replace' });
    expect(JSON.stringify(view)).toContain('"block_id":"strategy:api-gateway"');
    await expectGoldenForm('deploy-evidence-replace', view);
  });

  test.for<readonly [string, ViewContent]>([
    ['the last hour is not known', formAt(null)],
    ['no environment is chosen', formAt(hourOf(12), { env: null })],
    ['nothing serves yet', deployForm({ draft: complete, ...facts, showing: { ...facts.showing, exists: false } })],
  ])('and not where %s', ([, view]) => {
    expect(JSON.stringify(view)).not.toMatch(/ruled out|last hour/);
  });
});

describe('the picker of a rollback', () => {
  test('leaves the target to us', () => expectGoldenForm('rollback', rollbackForm({ draft: back, ...facts })));
  test('knows a target by name, and works without facts', () =>
    expectGoldenForm(
      'rollback-named',
      rollbackForm({ draft: { ...back, toRevision: 'api-gateway-00041-def' }, ...facts, showing: null }),
    ));
});

test('a revision that serves a share says so in place of its past', () => {
  const showing = aShowing(NOW_MS);
  const split = { ...showing, live: null, revisions: showing.revisions.map((one) => ({ ...one, percent: 95 })) };
  expect(targetLines('', split, NOW_MS)[1]?.description).toBe('serves 95 % now');
});

describe('what is long fits Slack, in the text and never in the value', () => {
  const long = (length: number) => 'x'.repeat(length);
  const service = aService(long(49), {
    aliases: [long(40), `y${long(39)}`],
    phases: RUNBOOK,
    environments: [long(40)],
  });
  const checklist = Array.from({ length: 10 }, (_, index) => `${index} ${long(73)}`);
  const env = { ...prod, name: long(40), project: long(30), checklist };
  const huge: Catalog = { ...base, services: [service], environments: [env] };
  const images = Array.from({ length: 150 }, (_, index) => ({
    tag: `${index}-${long(120)}`,
    digest: digestOf('e'),
    uploadedAtMs: 0,
  }));
  const revisions = [
    { revision: long(63), createdAtMs: 0, percent: 0, served: { untilMs: 0, end: 'rolledBackFrom' as const } },
  ];
  const showing = {
    takenAtMs: 0,
    exists: true,
    images,
    live: { revision: long(63), digest: digestOf('e') },
    revisions,
    lastHour: { perSecond: 0.01, requests: 36, errorShare: 0.5, slowShare: 0.55 },
  };

  test.for<readonly [string, DeployDraft['image']]>([
    ['a listed digest', { kind: 'digest', digest: digestOf('e') }],
    ['a typed tag', { kind: 'tag', tag: long(71) }],
    ['a tag that no menu holds', { kind: 'tag', tag: long(128) }],
  ])('a deploy of %s', ([, image]) => {
    const because = '"'.repeat(4_000);
    const draft = { ...complete, service: service.name, env: env.name, image, because, ticked: [0, 9] };
    const origin = { channel: 'C0DEPLOYS', responseUrl: `https://hooks.slack.com/${long(200)}`, threadTs: null };
    const shown = { draft, catalog: huge, showing, nowMs: NOW_MS, metadata: printMetadata(origin, draft) };
    expect(checkView(viewOnWire(deployForm(shown)))).toEqual([]);
    expect(JSON.stringify(deployForm(shown))).toContain(`"value":"${service.name}"`);
  });

  test('a rollback', () => {
    const draft = { ...back, service: service.name, env: env.name, toRevision: long(63) };
    const shown = { draft, catalog: huge, showing, nowMs: NOW_MS, metadata: '' };
    expect(checkView(viewOnWire(rollbackForm(shown)))).toEqual([]);
  });

  test('menus', () => {
    const menus = [
      serviceLines('', [], { ...huge, services: Array.from({ length: 300 }, () => service) }),
      imageLines('', showing, NOW_MS),
      imageLines(long(71), showing, NOW_MS),
      targetLines('', showing, NOW_MS),
    ];
    expect(menus.map((lines) => checkOptions(lines.map(option)))).toEqual([[], [], [], []]);
    expect(imageLines('', showing, NOW_MS)).toHaveLength(100);
    expect(imageLines('', showing, NOW_MS)[0]?.text).toMatch(/… · live now · [\d,]+ days ago · sha256:e{12}$/);
  });
});

describe('what a form carries along', () => {
  const origin = { channel: 'C0DEPLOYS', responseUrl: null, threadTs: '17.0' };

  test.for<readonly [string, DeployDraft | RollbackDraft]>([
    ['an empty deploy', nothing],
    ['a deploy', { ...complete, because: null, ticked: [], strategy: 'replace', planOnly: true }],
    ['a deploy of a tag', { ...nothing, image: { kind: 'tag', tag: 'v1' } }],
    ['a rollback', { ...back, toRevision: 'api-gateway-00041-def' }],
  ])('comes back: %s', ([, draft]) => {
    expect(readMetadata(printMetadata(origin, draft))).toEqual({ origin, draft });
  });

  test.for([
    '',
    'null',
    '{}',
    '[]',
    '["deploy"]',
    '[1,2,3,4,5,6,7,8,9]',
    '["other",null,null,null,null,null,null,null,null]',
  ])('is nobody’s: %s', (metadata) => expect(readMetadata(metadata)).toBeNull());
});
