import type { Fault as GoogleFault } from '../google/faults.ts';
import type { FaultCounts, FaultRow } from '../page/protocol/town.ts';
import type { Fault as SlackFault } from '../slack/faults.ts';
import { type OrderedTown, projectsOf } from './orders.ts';

/** What is wrong with Slack and Google now, and what waits for their next calls. */
export function faultRow({ google: { model }, slack }: OrderedTown): FaultRow {
  return {
    isSlackAway: slack.faults.isAway,
    historyLagMs: slack.workspace.conversations.historyLagMs,
    logLagMs: model.logs.lagMs,
    areTailsCut: model.logs.tails.isCutting,
    isLogLossy: projectsOf(model).some((project) => model.logs.exclusions.of(project).errors > 0),
    waiting: [
      ...slack.faults.pending().map(({ method, left, fault }) => `next ${left} × ${method}: ${slackWords(fault)}`),
      ...model.faults.pending().map((fault) => `next ${fault.times} × ${fault.method}: ${googleWords(fault)}`),
    ],
    left: countsOf(slack.faults.pending(), model.faults.pending()),
  };
}

function countsOf(
  ofSlack: readonly { left: number; fault: SlackFault }[],
  ofGoogle: readonly GoogleFault[],
): FaultCounts {
  const google = (fits: (fault: GoogleFault) => boolean) =>
    ofGoogle.filter(fits).reduce((sum, { times }) => sum + times, 0);
  return {
    posts: ofSlack.filter(({ fault }) => fault.kind === 'ratelimited').reduce((sum, { left }) => sum + left, 0),
    replyLost: google(({ replyLostAfterCommit }) => replyLostAfterCommit === true),
    slow: google(({ delayMs }) => delayMs !== undefined),
    unavailable: google(({ code }) => code !== undefined),
  };
}

function slackWords(fault: SlackFault): string {
  switch (fault.kind) {
    case 'ratelimited':
      return `429, retry after ${fault.retryAfterSeconds} s`;
    case 'status':
      return `HTTP ${fault.status}`;
    case 'error':
      return fault.code;
    case 'delay':
      return `${fault.delayMs / 1000} s late`;
    case 'replyLost':
      return 'done, but the reply is lost';
  }
}

function googleWords({ code, delayMs, replyLostAfterCommit }: GoogleFault): string {
  if (replyLostAfterCommit) return 'done, but the reply is lost';
  if (code !== undefined) return `refused with status ${code}`;
  return `${(delayMs ?? 0) / 1000} s late`;
}
