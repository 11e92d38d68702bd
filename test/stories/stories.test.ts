import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualSwitches } from '../../sandbox/google/cloud-run/settings.ts';
import { PLANTED } from '../../sandbox/google/program/bugs.ts';
import { versionTags } from '../../sandbox/google/registry/registry.ts';
import { startTown, type Town } from '../../sandbox/town/town.ts';
import { OPPOSITE } from '../fakes/opposite-switches.ts';
import { atOnce } from './at-once.ts';
import { away, listenForSecrets, secretsTold } from './away.ts';
import { badImage } from './bad-image.ts';
import { errors } from './errors.ts';
import { evidence } from './evidence.ts';
import { firstDeploy, NOT_THERE } from './first-deploy.ts';
import { foreign } from './foreign.ts';
import { forms } from './forms.ts';
import { foundAgain } from './found-again.ts';
import { goodImage } from './good-image.ts';
import { inTheThread } from './in-the-thread.ts';
import { newer } from './newer.ts';
import { press } from './press.ts';
import { rollback } from './rollback.ts';
import { singleWriter } from './single-writer.ts';
import { type Story, type Told, tellAll, tellOne } from './story.ts';
import { stranger } from './stranger.ts';

const TIMES = { bakeMs: 5_000, lookEveryMs: 1_000, minRequests: 10 };
const REQUESTS_PER_SECOND = 200;
const LONGEST_MS = 180_000;

/** Told at the same time, each at a place of its own. */
const STORIES: readonly Story[] = [
  // Before those for which the service has to be there.
  ...firstDeploy,
  ...goodImage,
  ...badImage,
  ...press,
  ...inTheThread,
  ...evidence,
  ...errors,
  ...foreign,
  ...rollback,
  ...atOnce,
  ...singleWriter,
  ...forms,
  ...stranger,
  ...newer,
];

describe.each([
  { webs: 1, workers: 1, cloud: 'as seen in the wild', switches: usualSwitches },
  { webs: 2, workers: 3, cloud: 'the other way round', switches: OPPOSITE },
])('with $webs web and $workers worker processes, Cloud Run $cloud', ({ webs, workers, switches }) => {
  let town: Town;
  let told: ReadonlyMap<string, Promise<Told>>;
  let secretsLogged: ReadonlySet<string>;

  beforeAll(async () => {
    town = await startTown({ webs, workers, times: TIMES, rps: 0, absent: [NOT_THERE], google: { switches } });
    prepare(town, STORIES);
    secretsLogged = listenForSecrets(town);
    told = tellAll(town, STORIES);
  });
  afterAll(() => town.stop());

  test.each(STORIES)('$title', { timeout: LONGEST_MS }, async ({ title }) => {
    const how = await told.get(title);
    if (how && 'error' in how) throw how.error;
    expect(how).toBeDefined();
  });

  test.each([...away, ...foundAgain])('$title', { timeout: LONGEST_MS }, async (story) => {
    const how = await tellOne(town, story);
    if ('error' in how) throw how.error;
  });

  test('no secret and no call to everybody that stood in the logs of bad images ever reached Slack', () => {
    expect(secretsLogged, 'the logs have what must not be told').toEqual(new Set([...PLANTED, '<!channel>']));
    expect(secretsTold(town)).toEqual([]);
  });
});

/** Traffic where stories are told, and healthy images that never fail: what fails here fails because a story says so. */
function prepare({ google, catalog, serviceName }: Town, stories: readonly Story[]): void {
  const { registry, traffic } = google.model;
  for (const at of new Set(stories.map((story) => story.at))) {
    const [service = '', env = ''] = at.split(' ');
    traffic.setRate(serviceName(service, env), REQUESTS_PER_SECOND);
  }
  for (const { image } of catalog.services) {
    for (const tag of ['healthy', ...versionTags]) {
      const digest = registry.digestOf(`${image}:${tag}`) ?? '';
      registry.setBehaviour(digest, { ...registry.behaviourOf(digest), errorRate: 0 });
    }
  }
}
