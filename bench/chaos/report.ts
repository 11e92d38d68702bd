import { quantile } from '../measure/result.ts';
import { doubleWrites, leftSplit, stepsSkipped } from './count-cloud-run.ts';
import {
  answersMissing,
  commandsLost,
  commandsRefused,
  commandsTaken,
  gatesSettled,
  gatesSettledTwice,
} from './count-people.ts';
import { rolloutsLost, slackDoubled, slackMissing, slackOutOfOrder } from './count-slack.ts';
import { type Finding, rolloutsSeen } from './evidence.ts';
import { MEDDLER } from './meddler.ts';
import { type Resume, resumesOf } from './resume.ts';
import type { Ran } from './run.ts';

export type Figures = Readonly<Record<string, number>>;

/** What the run came to: one number each, and in words what was found. */
export function chaosFigures(
  { evidence, kills, crew }: Ran,
  { seed, minutes }: { readonly seed: number; readonly minutes: number },
): { readonly figures: Figures; readonly findings: readonly Finding[]; readonly resumes: readonly Resume[] } {
  const rollouts = rolloutsSeen(evidence);
  const found = {
    commandsLost: commandsLost(evidence, rollouts),
    rolloutsLost: rolloutsLost(rollouts),
    doubleWrites: doubleWrites(evidence),
    stepsSkipped: stepsSkipped(rollouts),
    leftSplit: leftSplit(evidence, rollouts),
    slackMissing: slackMissing(rollouts),
    slackDoubled: slackDoubled(rollouts),
    slackOutOfOrder: slackOutOfOrder(rollouts),
    gatesSettledTwice: gatesSettledTwice(evidence),
    answersMissing: answersMissing(evidence, rollouts),
  };
  const resumes = resumesOf(kills, crew.posts, evidence);
  const hitTwice = resumes.filter(({ isHitTwice }) => isHitTwice);
  const resumesMs = resumes.filter(({ isHitTwice }) => !isHitTwice).map(({ tookMs }) => tookMs);
  // JSON has no word for a quantile of nothing; `resumes` tells how many there were.
  const measured = resumesMs.length > 0 ? resumesMs : [0];
  const { entries } = evidence.town.google.model.run.journal;
  const figures = {
    ...{ kills: kills.length, rollouts: rollouts.length },
    ...Object.fromEntries(Object.entries(found).map(([name, list]) => [name, list.length])),
    resumeP50Ms: quantile(measured, 0.5),
    resumeP99Ms: quantile(measured, 0.99),
    ...{ seed, minutes, resumes: resumesMs.length, resumesHitTwice: hitTwice.length },
    commandsTaken: commandsTaken(evidence),
    commandsRefused: commandsRefused(evidence),
    gatesSettled: gatesSettled(evidence),
    foreignChanges: entries.filter(({ caller, outcome }) => caller === MEDDLER && outcome === 'committed').length,
  };
  const words = Object.entries(found).flatMap(([name, list]) => list.map((finding) => `${name}: ${finding}`));
  return { figures, findings: words, resumes };
}
