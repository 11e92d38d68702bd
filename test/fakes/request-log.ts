import type { BadRequest } from '../../src/core/bad-request.ts';
import type { RequestTail, TailWish } from '../../src/ports/cloud.ts';
import { FollowedLog } from './followed-log.ts';

/** A project's request log. */
export class RequestLog extends FollowedLog<BadRequest, TailWish> {
  /** A request that failed just now; its entry arrives `lateMs` later. */
  fail(change: Partial<BadRequest> = {}, lateMs = 0): BadRequest {
    const where = { service: 'api-gateway', region: 'europe-west1', revision: 'canary' };
    const what = { outcome: 'failed', latencyMs: 5, client: null } as const;
    return this.write({ insertId: this.nextId(), atMs: this.now(), ...where, ...what, ...change }, lateMs);
  }

  readonly tail: RequestTail = {
    follow: (_project, wish, { onRequests, ...hear }, signal) =>
      this.follow(wish, { ...hear, onItems: onRequests }, signal),
    page: async (_project, wish, span) => {
      const requests = this.list(wish, span).slice(0, this.pageSize);
      return { requests, moreFromMs: requests.length < this.pageSize ? null : (requests.at(-1)?.atMs ?? null) };
    },
    refusalOf: async (_project, filter) => {
      this.lists += 1;
      if (this.listsFail) throw this.listsFail;
      return filter.includes('((') ? 'Unparseable filter' : null;
    },
  };

  protected isWanted({ service }: BadRequest, { services, signals }: TailWish): boolean {
    return services.includes(service) || signals.some((signal) => signal.service === service);
  }
}
