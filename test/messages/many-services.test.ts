import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import { type DeployDraft, OUR_CHOICE } from '../../src/core/form.ts';
import { printMetadata } from '../../src/core/form-metadata.ts';
import { parse } from '../../src/core/parse.ts';
import { deployForm } from '../../src/messages/deploy-form.ts';
import { option } from '../../src/messages/form-blocks.ts';
import { help } from '../../src/messages/help.ts';
import { home } from '../../src/messages/home.ts';
import { mentionHelp } from '../../src/messages/mention-help.ts';
import { imageLines, serviceLines, targetLines } from '../../src/messages/menu-lines.ts';
import { refused } from '../../src/messages/refused.ts';
import { status } from '../../src/messages/status.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';
import { checkHome } from '../../src/slack/home-limits.ts';
import { checkOptions, checkView } from '../../src/slack/view-limits.ts';
import { viewOnWire } from '../../src/slack/views.ts';
import { aService, catalog as base, prod, staging } from '../fakes/catalog.ts';
import { PHASES } from '../fakes/job-world.ts';
import { digestOf } from '../fakes/showing.ts';
import { ROLLOUTS } from './rollouts.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 14);
/** As long as the catalog takes them. */
const nameOf = (index: number) => `service-${String(index).padStart(3, '0')}-${'x'.repeat(28)}`;
const names = Array.from({ length: 150 }, (_, index) => nameOf(index));
const catalog: Catalog = {
  ...base,
  environments: [staging, prod],
  services: names.map((name) => aService(name, { aliases: [`a${name.slice(1)}`], phases: PHASES })),
};
const showing = {
  takenAtMs: NOW_MS,
  exists: true,
  images: Array.from({ length: 120 }, (_, index) => ({
    tag: `${index}-${'🚀'.repeat(60)}`,
    digest: digestOf('e'),
    uploadedAtMs: NOW_MS - index * 3_600_000,
  })),
  live: { revision: `${nameOf(7)}-00001-abc`, digest: digestOf('e') },
  revisions: Array.from({ length: 120 }, (_, index) => ({
    revision: `${nameOf(7)}-${String(index).padStart(5, '0')}-abc`,
    createdAtMs: 0,
    percent: 0,
    served: null,
  })),
  lastHour: { perSecond: 0.01, requests: 36, errorShare: 0.5, slowShare: 0.55 },
};
const draft: DeployDraft = {
  kind: 'deploy',
  service: nameOf(7),
  env: 'prod',
  image: { kind: 'digest', digest: digestOf('e') },
  strategy: null,
  because: 'שלום 🧊 '.repeat(124),
  ticked: [0, 1],
  planOnly: false,
};

describe('a catalog of 150 services with the longest names, and 120 images and revisions', () => {
  test('menus hold a hundred lines, and typing finds each of the others', () => {
    const menus = [
      serviceLines('', [nameOf(149)], catalog),
      imageLines('', showing, NOW_MS),
      targetLines('', showing, NOW_MS),
    ];
    for (const lines of menus) {
      expect(checkOptions(lines.map(option))).toEqual([]);
      expect(lines).toHaveLength(100);
    }
    expect(menus[0]?.[0]?.value).toBe(nameOf(149));
    expect(menus[2]?.[0]?.value).toBe(OUR_CHOICE);
    for (const name of names) expect(serviceLines(name.slice(0, 11), [], catalog)[0]?.value).toBe(name);
  });

  test('the form with a reason of a thousand characters keeps all of it', () => {
    const metadata = printMetadata({ channel: 'C0DEPLOYS', responseUrl: null, threadTs: null }, draft);
    const view = deployForm({ draft, catalog, showing, nowMs: NOW_MS, metadata });
    expect(checkView(viewOnWire(view))).toEqual([]);
    expect(JSON.stringify(view)).toContain(JSON.stringify(draft.because));
  });

  test.for(['', 'v2.1.0', 'api-gatway prod', `${nameOf(3)} moon`])(
    'the refusal of “/deploy %s” fits a message',
    (text) => {
      const parsed = parse('/deploy', text, catalog);
      if (parsed.kind !== 'refused') throw new Error('it was understood');
      expect(checkMessage(refused(parsed.refusal))).toEqual([]);
    },
  );

  test('help, status and Home fit while every service has a rollout', () => {
    const rollouts = names.map((service, index) => ({
      ...ROLLOUTS.waiting,
      id: String(index).padStart(10, '0'),
      service,
    }));
    const freeze = { reason: 'errors on checkout '.repeat(50), by: 'U0IRA', sinceMs: 0, rolloutId: '0a1b2c3d4e' };
    const frozen = names.map((service) => ({ service, env: 'prod', freeze, mayUnfreeze: true }));
    const ended = names.slice(0, 10).map((service) => ({ ...ROLLOUTS.rolledBack, service }));
    const stored = rollouts.map((rollout) => ({ rollout, version: 1 }));
    const shown = { rollouts: stored, waiting: [], freezes: frozen };
    expect(checkMessage(status(shown, { viewer: 'U0ANA', nowMs: NOW_MS }))).toEqual([]);
    for (const content of [help(null, catalog), help('deploy', catalog), mentionHelp(catalog, '')]) {
      expect(checkMessage(content)).toEqual([]);
    }
    const links = new Map(rollouts.map(({ id }) => [id, `https://acme.slack.com/archives/C0PROD/p${id}`]));
    const facts = { standing: 'member', queued: [], frozen, ended, links, note: null, nowMs: NOW_MS } as const;
    const views = [
      home({ ...facts, waiting: rollouts, live: [] }),
      home({ ...facts, waiting: rollouts.slice(0, 75), live: rollouts.slice(75) }),
    ];
    for (const view of views) expect(checkHome({ type: 'home', ...view })).toEqual([]);
  });
});
