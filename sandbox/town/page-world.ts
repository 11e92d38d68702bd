import type { PageWorld } from '../page/server/page-world.ts';
import { faultRow } from './fault-row.ts';
import { obeyOrder } from './orders.ts';
import type { Supervisor } from './supervisor.ts';
import { Tally } from './tally.ts';
import type { Town } from './town.ts';
import { behaviourRows, imageRows, serviceRows } from './town-state.ts';

type WorldOfPage = { readonly world: PageWorld; stop(): void };

const LOOK_EVERY_MS = 500;

/** The town as its page sees and steers it. */
export function pageWorld(town: Town, supervisor: Supervisor, door: 'http' | 'socket'): WorldOfPage {
  const { google, slack, factor } = town;
  const tally = new Tally();
  google.model.traffic.onAnswer.push((revision, { status }, atMs) => tally.add(revision, status, atMs));
  const envOf = (name: string) =>
    town.catalog.environments.find(({ project }) => name.startsWith(`projects/${project}/`))?.name ?? '';
  const parts = { google, slack, supervisor };
  let isUp = true;
  const look = async () => {
    isUp = door === 'http' ? await anyAnswers(supervisor) : slack.sockets.openSockets > 0;
  };
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  const world: PageWorld = {
    slack,
    isAppUp: () => isUp,
    town: {
      state: () => ({
        ...{ atMs: Date.now(), door, factor, processes: supervisor.rows(), faults: faultRow(parts) },
        services: serviceRows(google.model, tally, envOf),
      }),
      images: () => ({ images: imageRows(google.model), behaviours: behaviourRows() }),
      obey: (order) => obeyOrder(parts, order),
    },
  };
  return { world, stop: () => clearInterval(looking) };
}

/** Also one that is not ready answers people: it tells them why it cannot help. */
async function anyAnswers(supervisor: Supervisor): Promise<boolean> {
  const webs = supervisor.rows().filter(({ door }) => door === 'web');
  const answers = webs.map(({ port }) =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(answers)).includes(true);
}
