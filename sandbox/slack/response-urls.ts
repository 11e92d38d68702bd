import { randomUUID } from 'node:crypto';
import type { Ids } from './ids.ts';
import type { Ephemeral, Message } from './model.ts';
import { SlackError } from './slack-error.ts';
import type { Now } from './timestamps.ts';

/** Slack: five answers within 30 minutes. */
const maxUses = 5;
const lifeMs = 30 * 60_000;

/** Where an answer goes, and which message `replace_original` means. */
export type ResponseTarget = {
  channelId: string;
  userId: string;
  threadTs: string | undefined;
  original: Message | Ephemeral | undefined;
};

type Issued = { target: ResponseTarget; atMs: number; uses: number };

export class ResponseUrls {
  /** Set once the server knows its port. */
  baseUrl = '';
  readonly #issued = new Map<string, Issued>();
  readonly #now: Now;
  readonly #ids: Ids;

  constructor(now: Now, ids: Ids) {
    this.#now = now;
    this.#ids = ids;
  }

  issue(target: ResponseTarget): string {
    const path = `/actions/${this.#ids.next('R')}/${randomUUID()}`;
    this.#issued.set(path, { target, atMs: this.#now(), uses: 0 });
    return `${this.baseUrl}${path}`;
  }

  /** Counts one use. @throws SlackError expired_url, used_url */
  use(path: string): ResponseTarget {
    const issued = this.#issued.get(path);
    if (issued === undefined || this.#now() - issued.atMs > lifeMs) throw new SlackError('expired_url');
    if (issued.uses >= maxUses) throw new SlackError('used_url');
    issued.uses += 1;
    return issued.target;
  }
}
