import type { AskedFor } from '../../src/core/request.ts';

/** What somebody asked for: it goes by the queue of rollbacks. */
export function rollbackAsked(key: string): AskedFor {
  return {
    key,
    userId: 'U0IRA',
    askedAtMs: 0,
    replyTo: { channel: 'C0PROD', userId: 'U0IRA', responseUrl: null },
    request: {
      kind: 'rollback',
      rollout: { by: 'name', service: 'api-gateway', env: 'prod' },
      toRevision: null,
      now: true,
      because: null,
    },
  };
}
