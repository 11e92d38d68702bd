import { setTimeout as sleep } from 'node:timers/promises';
import { HOME } from '../home.ts';
import { buildPage, keepPage } from '../page/server/bundle.ts';
import { type PageServer, startPage } from '../page/server/start.ts';
import { pageWorld } from './page-world.ts';
import { Supervisor } from './supervisor.ts';
import { startTown, type Town, type TownOptions } from './town.ts';

export type SandboxOptions = Omit<TownOptions, 'say'> & {
  /** Of the page; 0 takes a free one. */
  readonly port: number;
  readonly say: (line: string) => void;
};

/** A town that is looked after, with its page. */
export type Sandbox = {
  readonly town: Town;
  readonly pageUrl: string;
  stop(): Promise<void>;
  /** Ends everything at once, as a power cut would. */
  kill9(): Promise<void>;
};

const KEEP_PAGE_EVERY_MS = 60 * 60 * 1000;

/** Starts the town and, meanwhile, builds its page; a web or worker that ends by itself is started again. */
export async function openSandbox({ port, say, ...options }: SandboxOptions): Promise<Sandbox> {
  const pageFolder = buildPage(HOME);
  // Told to whoever opens the page; the town itself is of use without one.
  pageFolder.catch((error: unknown) => say(`The page could not be built: ${String(error)}`));
  const town = await startTown({ ...options, say }).catch(async (error: unknown) => {
    // Whoever ends the process now would leave half a page behind.
    await pageFolder.catch(() => undefined);
    throw error;
  });
  const supervisor = new Supervisor({ start: town.start, say, now: Date.now, wait: sleep });
  const keeping = setInterval(() => void pageFolder.then(keepPage, () => undefined), KEEP_PAGE_EVERY_MS);
  const transport = options.socketMode ? 'socket' : 'http';
  const { world, stop: stopWorld } = pageWorld(town, supervisor, transport);
  const quiet = () => {
    clearInterval(keeping);
    supervisor.stop();
    stopWorld();
  };
  let page: PageServer;
  try {
    page = await startPage({ world, pageFolder, port });
  } catch (error) {
    quiet();
    await town.stop();
    throw error;
  }
  supervisor.take(town.processes);
  town.slack.workspace.baseUrl = page.url;
  // A first visitor finds the page there, and the seconds to ready are honest.
  await pageFolder.catch(() => undefined);
  return {
    town,
    pageUrl: page.url,
    stop: async () => {
      quiet();
      await page.stop();
      await town.stop();
    },
    kill9: async () => {
      quiet();
      await Promise.all([page.stop(), town.kill9()]);
    },
  };
}
