import { code, date, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { clause } from './names.ts';
import { peopleList } from './people.ts';
import { type RefusalOf, type Tellers, where } from './told.ts';

/** Refusals of what is going on in the service and its environment. */
export const refusedState: Tellers<
  | 'alreadyLive'
  | 'noService'
  | 'trafficIsSplit'
  | 'frozen'
  | 'locked'
  | 'sameRollout'
  | 'isStable'
  | 'noLiveRollout'
  | 'notFrozen'
  | 'noRollbackTarget'
  | 'revisionNotReady'
  | 'alreadyServing'
  | 'alreadyRolledBack'
> = {
  alreadyLive: ({ image, service, env }) => ({
    what: mrkdwn`The image ${code(image)} already serves all traffic of ${where({ service, env })}.`,
    next: mrkdwn`Name another image to deploy: ${code(`/deploy ${service} IMAGE to ${env}`)}`,
  }),
  noService: (place) => ({
    what: mrkdwn`Cloud Run has no service ${where(place)}.`,
    next: mrkdwn`Create it once by hand, or correct project and region in the catalog.`,
  }),
  trafficIsSplit: ({ split, ...place }) => ({
    what: mrkdwn`The traffic of ${where(place)} is split (${split}), and Slipway did not split it.`,
    next: mrkdwn`Give all of it to one revision, or go back with ${code(`/rollback ${place.service} ${place.env}`)}, then deploy.`,
  }),
  frozen: ({ reason, by, sinceMs, may, ...place }) => ({
    what: mrkdwn`Deploys of ${where(place)} have been frozen${author(by)} since ${date(sinceMs, 'day')}: ${clause(reason)}.`,
    next: mrkdwn`When the cause is gone, ${peopleList(may)} may say ${code(`/deploy unfreeze ${place.service} ${place.env}`)}. A rollback is always possible.`,
  }),
  locked: ({ by, sinceMs, ...place }) => ({
    what: mrkdwn`A rollout of ${where(place)} is already running, asked for by ${user(by)}, ${date(sinceMs, 'day')}.`,
    next: mrkdwn`Ask for a new plan with the same command: it offers to supersede that rollout or to wait for it.`,
  }),
  sameRollout: ({ image, ...place }) => ({
    what: mrkdwn`The image ${code(image)} is being rolled out to ${where(place)} already.`,
    next: mrkdwn`See where it stands: ${code(`/deploy status ${place.service} ${place.env}`)}`,
  }),
  isStable: ({ image, ...place }) => ({
    what: mrkdwn`The image ${code(image)} is what ${where(place)} goes back to when the running rollout is aborted.`,
    next: mrkdwn`End that rollout: ${code(`/deploy abort ${place.service} ${place.env}`)}`,
  }),
  noLiveRollout: (place) => ({
    what: mrkdwn`No rollout of ${where(place)} is running.`,
    next: mrkdwn`See what is: ${code('/deploy status')}`,
  }),
  notFrozen: (place) => ({
    what: mrkdwn`There is no freeze on ${where(place)}.`,
    next: mrkdwn`Deploys are allowed: ${code(`/deploy ${place.service} ${place.env}`)}`,
  }),
  noRollbackTarget: ({ because, nextBest, ...place }) => ({
    what: mrkdwn`There is no revision to roll ${where(place)} back to: ${clause(because)}.`,
    next: nextTarget(nextBest, place),
  }),
  revisionNotReady: ({ revision, because }) => ({
    what: mrkdwn`The revision ${code(revision)} cannot take traffic: ${clause(because)}.`,
    next: mrkdwn`Name another revision after ${code('to')}, or leave it out and Slipway picks the last good one.`,
  }),
  alreadyRolledBack: ({ revision, ...place }) => ({
    what: mrkdwn`Already rolled back: ${code(revision)} serves all traffic of ${where(place)}, and deploys are frozen.`,
    next: mrkdwn`To go further back name the revision: ${code(`/rollback ${place.service} ${place.env} to REVISION now`)}`,
  }),
  alreadyServing: ({ revision }) => ({
    what: mrkdwn`The revision ${code(revision)} already serves all traffic.`,
    next: mrkdwn`Nothing has to be rolled back; name another revision after ${code('to')} if one is meant.`,
  }),
};

function author(by: string | null): Mrkdwn {
  return by === null ? mrkdwn`` : mrkdwn` by ${user(by)}`;
}

function nextTarget(nextBest: string | null, place: Pick<RefusalOf<'noRollbackTarget'>, 'service' | 'env'>): Mrkdwn {
  return nextBest === null
    ? mrkdwn`Call the owner of the service now; a deploy of a good image is the way out: ${code(`/deploy ${place.service} IMAGE to ${place.env}`)}`
    : mrkdwn`The next best is ${code(nextBest)}: ${code(`/rollback ${place.service} ${place.env} to ${nextBest}`)}`;
}
