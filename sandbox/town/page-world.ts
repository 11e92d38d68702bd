import type { PageWorld } from '../page/server/page-world.ts';
import { faultRow } from './fault-row.ts';
import { obeyOrder } from './orders.ts';
import { readiness } from './processes.ts';
import type { Supervisor } from './supervisor.ts';
import { Tally } from './tally.ts';
import type { Town } from './town.ts';
import { behaviourRows, imageRows, serviceRows } from './town-state.ts';

type WorldOfPage = { readonly world: PageWorld; stop(): void };

const LOOK_EVERY_MS = 500;

/** The town as its page sees and steers it. */
export function pageWorld(town: Town, supervisor: Supervisor, transport: 'http' | 'socket'): WorldOfPage {
  const { google, slack, factor } = town;
  const tally = new Tally();
  google.model.traffic.onAnswer.push((revision, { status }, atMs) => tally.add(revision, status, atMs));
  const envOf = (name: string) =>
    town.catalog.environments.find(({ project }) => name.startsWith(`projects/${project}/`))?.name ?? '';
  const parts = { google, slack, supervisor };
  let isUp = true;
  let isOver = false;
  // Never two looks at once: the older one could end last.
  const look = async () => {
    isUp = transport === 'http' ? await anyAnswers(supervisor) : slack.sockets.openSockets > 0;
    if (!isOver) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  let timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  const world: PageWorld = {
    slack,
    isAppUp: () => isUp,
    town: {
      state: () => ({
        atMs: Date.now(),
        transport,
        factor,
        processes: supervisor.rows(),
        faults: faultRow(parts),
        services: serviceRows(google.model, tally, envOf),
      }),
      images: () => ({ images: imageRows(google.model), behaviours: behaviourRows() }),
      obey: (order) => obeyOrder(parts, order),
    },
  };
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
  };
  return { world, stop };
}

/** Also one that is not ready answers people: it tells them why it cannot help. */
async function anyAnswers(supervisor: Supervisor): Promise<boolean> {
  const webs = supervisor.rows().filter(({ door }) => door === 'web');
  const answers = await Promise.all(webs.map(({ port }) => readiness(port)));
  return answers.some((answer) => answer !== null);
}
