import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOME } from '../../sandbox/home.ts';
import { freePort } from '../../sandbox/redis/private-server.ts';
import { exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import { begin, type Door, hasEnded, type Running } from '../../sandbox/town/processes.ts';
import type { Town } from '../../sandbox/town/town.ts';
import type { Dice } from './dice.ts';
import { type GoogleLine, openGoogleLine } from './google-line.ts';

/** Where a process of the product runs, one after the other. */
export type Post = {
  readonly id: string;
  readonly door: Door;
  readonly port: number;
  /** Its own token and its own way to Google, so that their side knows who called. */
  readonly token: string;
  readonly line: GoogleLine;
  running: Running;
  /** It has answered since it was started. */
  isReady: boolean;
  isStopped: boolean;
};

/** As in the image: starting is what costs most here. */
const COMPILE_CACHE = join(HOME, 'compile-cache');
/** Many are started at the same time, on a machine that does other things as well. */
const READY_WITHIN_MS = 180_000;

const AGAIN_AFTER_MS = 300;

/** Web and workers as real processes, each started again as soon as it ends, as Cloud Run would. */
export class Crew {
  readonly posts: readonly Post[];
  readonly #town: Town;
  #isLeaving = false;

  private constructor(town: Town, posts: readonly Post[]) {
    this.#town = town;
    this.posts = posts;
    for (const post of posts) this.#watch(post);
  }

  /** @throws when one of them does not come up; those that did are ended. */
  static async hire(town: Town, numbers: Readonly<Record<Door, number>>, dice: Dice): Promise<Crew> {
    const doors = (['web', 'worker'] as const).flatMap((door) => Array<Door>(numbers[door]).fill(door));
    const posts = await Promise.all(
      doors.map((door, index) => openPost(town, { door, id: `${door}-${index + 1}` }, dice)),
    );
    const crew = new Crew(town, posts);
    const webs = posts.filter(({ door }) => door === 'web');
    town.slack.setRequestUrls(webs.map(({ port }) => `http://127.0.0.1:${port}/slack/events`));
    try {
      await Promise.all(posts.map(({ running }) => running.ready));
      return crew;
    } catch (error) {
      await crew.leave();
      throw error;
    }
  }

  of(door: Door): readonly Post[] {
    return this.posts.filter((post) => post.door === door);
  }

  /** Those that do their work now. */
  up(door: Door): readonly Post[] {
    return this.of(door).filter(({ running, isReady, isStopped }) => isReady && !isStopped && !hasEnded(running.child));
  }

  pause(post: Post): void {
    post.isStopped = post.running.child.kill('SIGSTOP');
  }

  goOn(post: Post): void {
    post.running.child.kill('SIGCONT');
    post.isStopped = false;
  }

  /** Ends all of them at once, also those that are held; nothing is started again. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    await Promise.all(this.posts.map(({ running }) => running.kill9()));
    for (const { line } of this.posts) line.close();
  }

  #watch(post: Post): void {
    const { child, ready } = post.running;
    ready.then(
      () => {
        post.isReady = true;
      },
      () => undefined,
    );
    if (hasEnded(child)) void this.#again(post);
    else child.once('exit', () => void this.#again(post));
  }

  async #again(post: Post): Promise<void> {
    await sleep(AGAIN_AFTER_MS);
    if (this.#isLeaving) return;
    Object.assign(post, { isStopped: false, isReady: false });
    post.running = launchAt(this.#town, post);
    this.#watch(post);
  }
}

async function openPost(town: Town, { door, id }: Pick<Post, 'door' | 'id'>, dice: Dice): Promise<Post> {
  const token = `${exampleTokens.bot}-${id}`;
  const { tokens } = town.slack.workspace.directory;
  const bot = tokens.get(exampleTokens.bot);
  if (bot === undefined) throw new Error('the example workspace has no bot');
  town.slack.workspace.directory.addToken({ ...bot, token });
  const post = { id, door, port: await freePort(), token, line: await openGoogleLine(town.google.model, dice) };
  return { ...post, running: launchAt(town, post), isReady: false, isStopped: false };
}

function launchAt(
  town: Town,
  { id, door, port, token, line }: Pick<Post, 'id' | 'door' | 'port' | 'token' | 'line'>,
): Running {
  const env = { ...town.env, SLACK_BOT_TOKEN: token, GCP_SANDBOX: line.address, NODE_COMPILE_CACHE: COMPILE_CACHE };
  return begin({ door, port, env, logFile: join(town.folder, `${id}.log`), readyWithinMs: READY_WITHIN_MS });
}
