import type { ProcessRow } from '../page/protocol/town.ts';
import { type Door, hasEnded, type Running } from './processes.ts';

export type SupervisorOptions = {
  /** Starts a process again, on the port that it had; resolves when it answers. */
  readonly start: (door: Door, port: number) => Promise<Running>;
  readonly say: (line: string) => void;
  readonly now: () => number;
  /** Waits before a process is started again. */
  readonly wait: (ms: number) => Promise<void>;
};

type Post = {
  readonly id: string;
  readonly door: Door;
  readonly port: number;
  running: Running;
  state: ProcessRow['state'];
  startedAtMs: number;
  crashes: number;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** Who has run this long has not failed at starting. */
const PROVEN_MS = 30_000;

/** Keeps web and worker running: one that ends without being asked is told of and started again. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #posts: Post[] = [];
  #isStopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Watches over processes that run already. */
  take(processes: readonly Running[]): void {
    for (const running of processes) {
      const number = this.#posts.filter(({ door }) => door === running.door).length + 1;
      const post: Post = {
        id: `${running.door}-${number}`,
        door: running.door,
        port: running.port,
        running,
        state: 'running',
        startedAtMs: this.#options.now(),
        crashes: 0,
      };
      this.#posts.push(post);
      this.#watch(post);
    }
  }

  rows(): ProcessRow[] {
    return this.#posts.map(({ id, door, port, running, state, startedAtMs, crashes }) => ({
      id,
      door,
      port,
      state,
      startedAtMs,
      crashes,
      pid: running.child.pid ?? 0,
    }));
  }

  /** Ends it as a power cut would; it comes back by itself. False when there is none, or it is not there yet. */
  kill(id: string): boolean {
    const post = this.#posts.find((one) => one.id === id && one.state !== 'starting');
    void post?.running.kill9();
    return post !== undefined;
  }

  /** Ends it as a deploy of Slipway would, then starts it again. False when there is none, or it does not run just now. */
  restart(id: string): boolean {
    const post = this.#posts.find((one) => one.id === id && one.state === 'running');
    if (post === undefined) return false;
    post.state = 'stopping';
    void post.running.stop();
    return true;
  }

  /** From now on nothing is started again. */
  stop(): void {
    this.#isStopping = true;
  }

  #watch(post: Post): void {
    const { child } = post.running;
    if (hasEnded(child)) void this.#again(post);
    else child.once('exit', () => void this.#again(post));
  }

  async #again(post: Post): Promise<void> {
    const { now, say, start, wait } = this.#options;
    if (this.#isStopping) return;
    const wasAsked = post.state === 'stopping';
    const isProven = now() - post.startedAtMs > PROVEN_MS;
    if (!wasAsked) {
      post.crashes = isProven ? 1 : post.crashes + 1;
      say(`${post.id} ended by itself (${endOf(post.running)}). It is started again; its log: ${post.running.logFile}`);
    }
    post.state = 'starting';
    if (!wasAsked) await wait(Math.min(FIRST_WAIT_MS * 2 ** (post.crashes - 1), LONGEST_WAIT_MS));
    if (this.#isStopping) return;
    try {
      post.running = await start(post.door, post.port);
      Object.assign(post, { state: 'running', startedAtMs: now() });
      say(`${post.id} runs again (pid ${post.running.child.pid}).`);
      this.#watch(post);
    } catch {
      // It ended while it started: the same again, after a longer wait.
      if (!this.#isStopping) await this.#again(Object.assign(post, { state: 'starting', startedAtMs: now() }));
    }
  }
}

function endOf({ child }: Running): string {
  return child.signalCode === null ? `exit code ${child.exitCode}` : child.signalCode;
}
