import type { Criteria, Phase } from '../core/catalog.ts';
import { DEFAULT_PARAMS } from '../core/judge/params.ts';
import { never } from '../core/never.ts';
import type { Plan } from '../core/rollout.ts';
import { shareOf } from '../core/share.ts';
import { andMore } from './blocks.ts';
import { counted, duration } from './figures.ts';
import { code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { probedPaths } from './probes.ts';

const MOST_PHASES = 10;

/** What happens in which order, and at which limits it goes back by itself. `stable`: null where nothing served before. */
export function planPhases(plan: Plan, stable: string | null): Mrkdwn {
  const { phases } = plan;
  const list = phases.slice(0, MOST_PHASES);
  const steps = stable === null ? firstLines(list) : stepsOf(plan, list, stable);
  const more = andMore(phases.length - MOST_PHASES);
  const all = [...steps, ...(more === '' ? [] : [mrkdwn`${more}`])];
  const does = stable === null ? mrkdwn`*Calls a person*` : mrkdwn`*Rolls back by itself*`;
  const beside = plan.strategy === 'canary' ? besideStable : alone;
  return joined(
    [
      joined(all, '\n• '),
      limits(
        list.filter(({ percent }) => percent > 0),
        { does, limitOf: stable === null ? withoutStable : beside },
      ),
    ],
    '\n',
  );
}

/** The time that the phases take at least, all together. */
export function leastTime({ phases }: Plan): string {
  return duration(phases.reduce((sum, phase) => sum + phase.bakeMs, 0));
}

function stepsOf(plan: Plan, list: readonly Phase[], stable: string): readonly Mrkdwn[] {
  const { strategy, singleWriter, phases } = plan;
  if (singleWriter) return writerLines(list, stable);
  const probing = probingLines(plan);
  switch (strategy) {
    case 'canary':
      return canaryLines(list, phases, probing);
    case 'blue-green':
      return [
        mrkdwn`*Blue-green*`,
        mrkdwn`0 %: start the new one beside ${code(stable)}, verify it, show its preview URL`,
        ...probing,
        mrkdwn`Wait until somebody has looked at it and presses Switch to 100 %`,
        ...atOnce(list, stable),
      ];
    case 'replace':
      return [
        mrkdwn`*Replace*`,
        mrkdwn`0 %: start the new one beside ${code(stable)}, verify it`,
        ...probing,
        ...atOnce(list, stable),
      ];
    default:
      return never(strategy);
  }
}

/** The end that both have in common: everybody at once, and a way back until the bake is over. */
function atOnce(list: readonly Phase[], stable: string): readonly Mrkdwn[] {
  return list
    .filter(({ percent }) => percent > 0)
    .map((phase) => mrkdwn`${phase.percent} % for ${duration(phase.bakeMs)} with ${code(stable)} kept warm, then done`);
}

function firstLines(list: readonly Phase[]): readonly Mrkdwn[] {
  return [
    mrkdwn`*First deploy:* the service is created with this revision alone. There is no 0 %, nothing to compare with and nothing to roll back to.`,
    mrkdwn`100 % as soon as it is ready, verify it`,
    ...list.map((phase) => mrkdwn`Watch it for ${duration(phase.bakeMs)}, then done`),
  ];
}

function writerLines(list: readonly Phase[], stable: string): readonly Mrkdwn[] {
  return [
    mrkdwn`*It is down while it is replaced:* the old one stops before the new one starts.`,
    mrkdwn`Stop ${code(stable)}, start the new one, verify it`,
    ...list.map((phase) => mrkdwn`Watch it for ${duration(phase.bakeMs)}`),
  ];
}

function canaryLines(list: readonly Phase[], phases: readonly Phase[], probing: readonly Mrkdwn[]): readonly Mrkdwn[] {
  return [mrkdwn`*Phases*`, ...probing, ...list.map((phase, index) => phaseLine(phase, phases[index + 1]))];
}

/** What is asked of it before it has users, besides whether it is healthy. */
function probingLines({ judging }: Plan): readonly Mrkdwn[] {
  if (judging.probes === null) return [];
  const { paths, requests, perSecond } = judging.probes;
  const takes = duration((requests / perSecond) * 1_000);
  return [mrkdwn`0 %: ${counted(requests, 'probe')} of ${probedPaths(paths)} for ${takes}, which also warms it`];
}

function phaseLine(phase: Phase, next: Phase | undefined): Mrkdwn {
  const watch = mrkdwn`${phase.percent} % for ${duration(phase.bakeMs)}`;
  if (!next) return mrkdwn`${watch}, then done`;
  return phase.advance === 'auto'
    ? mrkdwn`${watch}, then ${next.percent} % by itself`
    : mrkdwn`${watch}, then somebody presses Advance to ${next.percent} %`;
}

/** One line where all phases have the same limits, else one line each. */
function limits(list: readonly Phase[], { does, limitOf }: { does: Mrkdwn; limitOf: LimitOf }): Mrkdwn {
  const each = list.map((phase) => ({ percent: phase.percent, limit: limitOf(phase.criteria) }));
  const [first] = each;
  if (!first) return mrkdwn``;
  if (each.every(({ limit }) => limit.mrkdwn === first.limit.mrkdwn)) {
    return mrkdwn`${does} ${first.limit}.`;
  }
  const lines = each.map(({ percent, limit }) => mrkdwn`at ${percent} %: ${limit}`);
  return joined([does, ...lines], '\n• ');
}

type LimitOf = (criteria: Criteria) => Mrkdwn;

/** While stable serves beside it, a limit alone convicts nobody: what stable shares is not the canary's. */
function besideStable({ maxErrorShare, maxSlowShare, slowOverMs, minRequests }: Criteria): Mrkdwn {
  const errors = mrkdwn`above ${shareOf(maxErrorShare, 1)} 5xx`;
  const slow = mrkdwn`above ${shareOf(maxSlowShare, 1)} slower than ${duration(slowOverMs)}`;
  return mrkdwn`when surely worse than stable, and ${errors} or ${slow}; ${passes(minRequests)}`;
}

/** With all users on it only the hour before is left to compare with. */
function alone(criteria: Criteria): Mrkdwn {
  return over(DEFAULT_PARAMS.aloneShare, criteria);
}

function withoutStable(criteria: Criteria): Mrkdwn {
  return over(DEFAULT_PARAMS.warningShare, criteria);
}

function over(share: number, { maxErrorShare, minRequests }: Criteria): Mrkdwn {
  const gross = mrkdwn`above ${shareOf(Math.max(share, maxErrorShare), 1)} 5xx`;
  const lasting = mrkdwn`above ${shareOf(Math.max(DEFAULT_PARAMS.criticalShare, maxErrorShare), 1)} for five minutes`;
  const both = share > DEFAULT_PARAMS.criticalShare ? mrkdwn`${gross}, or ${lasting}` : gross;
  return mrkdwn`${both}; ${passes(minRequests)}`;
}

function passes(minRequests: number): Mrkdwn {
  return mrkdwn`passes with ${counted(minRequests, 'request')} or more`;
}
