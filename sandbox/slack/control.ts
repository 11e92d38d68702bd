import { z } from 'zod';
import type { ApiLog } from './api-log.ts';
import type { Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SocketHub } from './socket-hub.ts';
import type { Workspace } from './workspace.ts';

const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: z.int().min(400).max(599) }),
  z.object({ kind: z.literal('ratelimited'), retryAfterSeconds: z.int().min(1) }),
  z.object({ kind: z.literal('error'), code: z.string() }),
  z.object({ kind: z.literal('delay'), delayMs: z.number().min(0) }),
  z.object({ kind: z.literal('replyLost') }),
]);

const order = z.strictObject({
  faults: z.array(z.strictObject({ method: z.string(), times: z.int().min(1).default(1), fault })).default([]),
  clearFaults: z.boolean().default(false),
  away: z.boolean().optional(),
  historyLagMs: z.number().min(0).optional(),
  takesRepliesToDeleted: z.boolean().optional(),
  /** How many sockets to send Slack's refresh request. */
  refreshSockets: z.int().min(1).optional(),
});

export type ControlParts = {
  workspace: Workspace;
  faults: Faults;
  limits: RateLimits;
  log: ApiLog;
  sockets: SocketHub;
};

/** Carries out an order sent to /control; answers what is wrong with it, or undefined. */
export function obey(parts: ControlParts, body: unknown): string | undefined {
  const checked = order.safeParse(body);
  if (!checked.success) return z.prettifyError(checked.error);
  const { faults, clearFaults, away, historyLagMs, takesRepliesToDeleted, refreshSockets } = checked.data;
  if (clearFaults) parts.faults.clear();
  for (const planned of faults) parts.faults.next(planned.method, planned.times, planned.fault);
  if (away !== undefined) setAway(parts, away);
  if (historyLagMs !== undefined) parts.workspace.conversations.historyLagMs = historyLagMs;
  if (takesRepliesToDeleted !== undefined) {
    parts.workspace.conversations.takesRepliesToDeleted = takesRepliesToDeleted;
  }
  if (refreshSockets !== undefined) parts.sockets.refresh(refreshSockets);
  return undefined;
}

/** Takes Slack away, sockets included, or brings it back. */
export function setAway(parts: Pick<ControlParts, 'faults' | 'sockets'>, isAway: boolean): void {
  parts.faults.isAway = isAway;
  if (isAway) parts.sockets.cutAll();
}

export function report({ workspace, faults, limits, log, sockets }: ControlParts): JsonObject {
  return {
    limits: limits.describe(),
    isAway: faults.isAway,
    historyLagMs: workspace.conversations.historyLagMs,
    openSockets: sockets.openSockets,
    methods: log.summary(),
  };
}
