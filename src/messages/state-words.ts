import { never } from '../core/never.ts';
import { isPreview, type Reason, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { needsSeconds } from './figures.ts';
import { date, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { clause, decider, reasonText, words } from './names.ts';
import { probingLine } from './probes.ts';
import { hadNoUsers, nextPercent, phaseNow, shownPercent } from './progress.ts';
import { bakesUntil } from './proof.ts';

/** One sign per state, the only emoji of a card. */
export const STATE_SIGNS: Record<Rollout['state'], string> = {
  planned: '⚪',
  queued: '⏳',
  deploying: '🔵',
  verifying: '🔵',
  shifting: '🔵',
  baking: '🔵',
  waiting: '🟡',
  paused: '⏸️',
  rollingBack: '🟠',
  succeeded: '✅',
  rolledBack: '⏪',
  aborted: '⏹️',
  failed: '❌',
  stuck: '🔴',
};

const DEPLOY_STEPS: Record<RolloutIn<'deploying'>['step'], string> = {
  create: 'Creating the revision, without traffic',
  ready: 'Waiting for the revision to start',
  explain: 'The revision does not start; reading its logs',
  stop: 'Stopping the old revision',
  stopping: 'Waiting until the old revision has stopped',
  stopped: 'Giving the old revision time to finish',
  stage: 'Putting the new revision in its place',
  staged: 'Waiting until the new revision is in place',
  start: 'Starting the new revision',
};

const BACK_STEPS: Record<RolloutIn<'rollingBack'>['step'], string> = {
  stop: 'Stopping the new revision',
  stopping: 'Waiting until the new revision has stopped',
  stopped: 'Giving the new revision time to finish',
  route: 'Sending all traffic back',
  routed: 'Waiting until all traffic is back',
  restart: 'Starting the old revision again',
  restarting: 'Waiting until the old revision answers',
  report: 'All traffic is back; reading the errors of the new revision',
};

function backStep(rollout: RolloutIn<'rollingBack'>): string {
  return rollout.step === 'report' && hadNoUsers(rollout)
    ? 'No user had been on it; reading the errors of the new revision'
    : BACK_STEPS[rollout.step];
}

/** The few words that stand first on the card. */
export function headline(rollout: Rollout): string {
  switch (rollout.state) {
    case 'planned':
      return 'Planned';
    case 'queued':
      return rollout.after.how === 'supersede' ? 'Supersedes the running rollout' : 'Waits for its turn';
    case 'deploying':
      return 'Deploying';
    case 'verifying':
      return 'Verifying';
    case 'shifting':
      return shiftingWords(rollout);
    case 'baking':
      return bakingWords(rollout);
    case 'waiting':
      return waitingWords(rollout);
    case 'paused':
      return pausedWords(rollout);
    case 'rollingBack':
      return 'Rolling back';
    case 'succeeded':
      return 'Succeeded';
    case 'rolledBack':
      return 'Rolled back';
    case 'aborted':
      return 'Aborted';
    case 'failed':
      return 'Failed';
    case 'stuck':
      return 'Stuck, a person is needed';
    default:
      return never(rollout);
  }
}

function isCanary({ plan }: Pick<Rollout, 'plan'>): boolean {
  return plan.strategy === 'canary';
}

function shiftingWords({ over, toPercent, ...rollout }: RolloutIn<'shifting'>): string {
  if (over !== null) return `${over.how === 'adopt' ? 'Adopting' : 'Restoring'} ${toPercent} %`;
  return `${isCanary(rollout) ? 'Moving' : 'Switching'} to ${toPercent} %`;
}

function bakingWords(rollout: RolloutIn<'baking'>): string {
  if (isPreview(rollout)) return 'Preview, without users';
  const what = isCanary(rollout) ? `Canary ${shownPercent(rollout)} %` : 'Watching the new revision';
  if (rollout.verdict?.ground === 'shared') return `${what}, held`;
  return rollout.overtime ? `${what}, watched longer` : what;
}

function waitingWords(rollout: RolloutIn<'waiting'>): string {
  if (isPreview(rollout)) return 'Preview ready, waiting for the switch';
  return nextPercent(rollout) === null ? 'Waiting to finish' : `Canary ${shownPercent(rollout)} %, waiting for Advance`;
}

function pausedWords(rollout: RolloutIn<'paused'>): string {
  if (rollout.foreign !== null) return 'Stopped, changed outside Slipway';
  if (isPreview(rollout)) return 'Paused before the switch';
  return rollout.plan.singleWriter ? 'Paused' : `Paused at ${shownPercent(rollout)} %`;
}

/** What is going on, with the times that matter; the field "State" of the card. */
export function stateLine(rollout: Rollout): Mrkdwn {
  switch (rollout.state) {
    case 'planned':
      return mrkdwn`Waiting for ${user(rollout.requestedBy)} to confirm until ${date(rollout.expiresAtMs)}`;
    case 'queued':
      return mrkdwn`Waiting since ${date(rollout.sinceMs)}, at most until ${date(rollout.expiresAtMs)}`;
    case 'deploying':
      return mrkdwn`${DEPLOY_STEPS[rollout.step]}, since ${date(rollout.sinceMs)}`;
    case 'verifying':
      return verifyingLine(rollout);
    case 'shifting':
      return mrkdwn`Moving traffic since ${date(rollout.sinceMs)}, by ${decider(rollout.by)}`;
    case 'baking':
      return bakingLine(rollout);
    case 'waiting':
      return waitingLine(rollout);
    case 'paused':
      return pausedLine(rollout);
    case 'rollingBack':
      return mrkdwn`${backStep(rollout)} since ${date(rollout.sinceMs, 'seconds')},\n${byWhom(rollout.reason)}`;
    case 'succeeded':
      return mrkdwn`Serves all traffic since ${date(rollout.marks.at(-1)?.atMs ?? rollout.endedAtMs)}`;
    case 'rolledBack':
      return hadNoUsers(rollout)
        ? mrkdwn`No user had been on it; ended ${date(rollout.endedAtMs, 'seconds')},\n${byWhom(rollout.reason)}`
        : mrkdwn`All traffic is back since ${date(rollout.endedAtMs, 'seconds')},\n${byWhom(rollout.reason)}`;
    case 'aborted':
      return mrkdwn`Aborted by ${decider(rollout.reason.who)}${reasonText(rollout.reason)}`;
    case 'failed':
      return mrkdwn`${words(rollout.cause)}`;
    case 'stuck':
      return rollout.stable
        ? mrkdwn`The rollback cannot be done, since ${date(rollout.sinceMs)}`
        : mrkdwn`It errs and there is nothing to go back to, since ${date(rollout.sinceMs)}`;
    default:
      return never(rollout);
  }
}

function verifyingLine(rollout: RolloutIn<'verifying'>): Mrkdwn {
  const { lastFailure, sinceMs } = rollout;
  if (lastFailure !== null) {
    return mrkdwn`Asking again for its health, since ${date(sinceMs)}. Last answer: ${clause(lastFailure)}`;
  }
  return probingLine(rollout) ?? mrkdwn`Asking the new revision for its health, since ${date(sinceMs)}`;
}

function byWhom(reason: Reason): Mrkdwn {
  return mrkdwn`by ${decider(reason.who)}${reasonText(reason)}`;
}

function pausedLine(rollout: RolloutIn<'paused'>): Mrkdwn {
  const { foreign, reason, sinceMs } = rollout;
  if (foreign === null) return mrkdwn`Paused by ${decider(reason.who)} at ${date(sinceMs)}${reasonText(reason)}`;
  const paused = reason.who === null ? mrkdwn`` : mrkdwn` (paused by ${user(reason.who)} before, at ${date(sinceMs)})`;
  return mrkdwn`Waiting for Adopt, Restore or Abort since ${date(foreign.seenAtMs)}${paused}`;
}

function waitingLine(rollout: RolloutIn<'waiting'>): Mrkdwn {
  const since = mrkdwn`Waiting for an approver of ${rollout.env} since ${date(rollout.sinceMs)}`;
  return isPreview(rollout) ? mrkdwn`${since}; no user is on it yet` : since;
}

function bakingLine(rollout: RolloutIn<'baking'>): Mrkdwn {
  if (isPreview(rollout)) return mrkdwn`No user is on it`;
  const bakeMs = phaseNow(rollout)?.phase.bakeMs ?? 0;
  const format = needsSeconds(bakeMs) ? 'seconds' : 'time';
  const plannedUntil = date(rollout.sinceMs + bakeMs, format);
  if (!rollout.overtime) return mrkdwn`Watching from ${date(rollout.sinceMs, format)} to ${plannedUntil}`;
  return mrkdwn`Watching from ${date(rollout.sinceMs, format)}, planned to ${plannedUntil}, now until ${bakesUntil(rollout)} at most`;
}
