import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import { startTown, type Town } from '../../sandbox/town/town.ts';
import { until } from '../../sandbox/until.ts';
import { hire } from './cast.ts';

/** Cloud Run kills a process ten seconds after SIGTERM. */
const ENDS_WITHIN_MS = 10_000;
const LONGEST_MS = 90_000;
const EVERY_MS = 60;
const CROWD = 600;
const FEWEST = 20;
const REFRESHES = 12;

type Delivered = Awaited<ReturnType<Town['slack']['workspace']['command']>>;

/** What became of one command: what Slack heard of us, and how many plans its author was shown. */
type Came = { readonly outcome: Delivered['outcome']; readonly isTold: boolean; readonly plans: number };

describe.each([
  ['Socket Mode', true],
  ['signed HTTP', false],
] as const)('over %s, with two web and two worker processes', (_door, socketMode) => {
  let town: Town;
  /** Hired before the first of them speaks: Slack limits how often its groups may be read. */
  let crowd: string[] = [];
  beforeAll(async () => {
    town = await startTown({ webs: 2, workers: 2, rps: 0, socketMode });
    crowd = Array.from({ length: CROWD }, (_, number) => hire(town.slack.workspace, number).ana);
  });
  afterAll(() => town.stop());

  /** One command after the other, each by a person of their own, for as long as `during` takes. */
  const commandsDuring = async (during: () => Promise<unknown>): Promise<readonly Came[]> => {
    let isOver = false;
    const spoken: Promise<Came>[] = [];
    const happened = during().finally(() => {
      isOver = true;
    });
    while (!isOver || spoken.length < FEWEST) {
      spoken.push(plans(crowd.pop() ?? ''));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    await happened;
    return Promise.all(spoken);
  };
  const plans = async (userId: string): Promise<Came> => {
    const { workspace } = town.slack;
    const typed = { userId, channelId: exampleChannels.deploys, command: '/deploy' };
    const { outcome } = await workspace.command({ ...typed, text: 'plan api-gateway v1.1.0 staging' });
    const shown = () => workspace.shownTo(userId).map(({ content }) => content.text);
    const plansShown = () => shown().filter((text) => text.startsWith('Plan for')).length;
    if (outcome === 'answered') await until(`the plan of ${userId}`, () => plansShown() > 0, 60_000);
    return { outcome, isTold: shown().length > 0, plans: plansShown() };
  };
  const ofDoor = (door: 'web' | 'worker') =>
    town.processes.filter((one) => one.door === door && one.child.exitCode === null);
  const stopOne = async (door: 'web' | 'worker') => {
    const [oldest] = ofDoor(door);
    if (!oldest) throw new Error(`no ${door} runs`);
    const startedMs = performance.now();
    const ended = oldest.stop();
    if (!socketMode && door === 'web') town.slack.setRequestUrls(urlsOf(ofDoor('web').filter((one) => one !== oldest)));
    const code = await ended;
    return { code, tookMs: performance.now() - startedMs };
  };

  const refreshes = async () => {
    const { sockets } = town.slack;
    for (let each = 0; each < REFRESHES; each++) {
      sockets.refresh(1);
      await until('both sockets', () => sockets.openSockets === 2);
    }
  };
  if (socketMode) {
    test('no command is lost or done twice while Slack has the sockets changed, one after the other', {
      timeout: LONGEST_MS,
    }, async () => {
      const came = await commandsDuring(refreshes);
      const right: Came = { outcome: 'answered', isTold: true, plans: 1 };
      expect(came).toEqual(came.map(() => right));
      expect(town.slack.log.of('apps.connections.open').length).toBeGreaterThan(REFRESHES);
    });
  }

  test('while a web process is replaced, everybody is answered or told, and nothing is done twice', {
    timeout: LONGEST_MS,
  }, async () => {
    const ends: Awaited<ReturnType<typeof stopOne>>[] = [];
    const came = await commandsDuring(async () => {
      await town.start('web');
      ends.push(await stopOne('web'));
    });
    expect(came.filter(({ isTold }) => !isTold)).toEqual([]);
    expect(came.filter(({ plans: shown }) => shown > 1)).toEqual([]);
    expect(came.filter(({ outcome }) => outcome === 'answered').length).toBeGreaterThan(came.length / 2);
    for (const end of ends) expectGoodEnd(end);
  });

  test('web and worker that are told to stop under load end by themselves, and the others finish what they had', {
    timeout: LONGEST_MS,
  }, async () => {
    const ends: Awaited<ReturnType<typeof stopOne>>[] = [];
    const came = await commandsDuring(async () => {
      ends.push(...(await Promise.all([stopOne('web'), stopOne('worker')])));
    });
    for (const end of ends) expectGoodEnd(end);
    expect(came.filter(({ isTold }) => !isTold)).toEqual([]);
    const answered = came.filter(({ outcome }) => outcome === 'answered');
    expect(answered.filter(({ plans: shown }) => shown !== 1)).toEqual([]);
  });
});

/** What a load balancer does with a process that was told to stop. */
function urlsOf(webs: Town['processes']): string[] {
  return webs.map(({ port }) => `http://127.0.0.1:${port}/slack/events`);
}

function expectGoodEnd({ code, tookMs }: { readonly code: number | null; readonly tookMs: number }): void {
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(ENDS_WITHIN_MS);
}
