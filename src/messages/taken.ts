import { type Catalog, findEnvironment } from '../core/catalog.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { DeployRequest, Request, RollbackRequest, RolloutChoice } from '../core/request.ts';
import { context, message, section } from './blocks.ts';
import { channel, code, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace, shortDigest } from './names.ts';

/** The first answer, within three seconds: what was understood and is being done. The worker tells the rest. */
export function taken(request: Request, catalog: Catalog): MessageContent {
  const what = doing(request);
  const next = whereItIsTold(request, catalog);
  return message(mrkdwn`${what} ${next}`, [section(what), context(next)]);
}

/** The same words in the same minute, or the same press: one request, so nothing is done again. */
export function alreadyAsked(request: Request, catalog: Catalog): MessageContent {
  const what =
    request.kind === 'allPatterns'
      ? mrkdwn`This file has just been asked for here, and everybody will see it.`
      : mrkdwn`You have already asked for this, and it is done once only.`;
  const home = homeOf(request, catalog);
  if (isAboutErrors(request)) return message(what, [section(what)]);
  const next = home ? mrkdwn`See the rollout in ${home}.` : mrkdwn`See the rollout: ${code('/deploy status')}`;
  return message(mrkdwn`${what} ${next}`, [section(what), context(next)]);
}

function doing(request: Request): Mrkdwn {
  switch (request.kind) {
    case 'deploy':
      return mrkdwn`Planning ${inPlace(request)}${imageWished(request)}${strategyWished(request)} …`;
    case 'rollback':
      return rollingBack(request);
    case 'confirm':
      return mrkdwn`Confirmed. Checking that the plan still holds …`;
    case 'supersede':
      return mrkdwn`Confirmed. Checking that the running rollout can still be superseded …`;
    case 'wait':
      return mrkdwn`Putting the plan into the queue …`;
    case 'stopWaiting':
      return mrkdwn`Taking the plan out of the queue …`;
    case 'showPlan':
      return mrkdwn`Making the plan anew …`;
    case 'advance':
      return mrkdwn`Advancing the rollout${chosen(request.rollout)} …`;
    case 'adopt':
      return mrkdwn`Adopting what others changed${chosen(request.rollout)} …`;
    case 'restore':
      return mrkdwn`Restoring what others changed${chosen(request.rollout)} …`;
    case 'pause':
      return mrkdwn`Pausing the rollout${chosen(request.rollout)} …`;
    case 'resume':
      return mrkdwn`Resuming the rollout${chosen(request.rollout)} …`;
    case 'abort':
      return mrkdwn`Aborting the rollout${chosen(request.rollout)} …`;
    case 'unfreeze':
      return mrkdwn`Unfreezing ${inPlace(request)} …`;
    case 'errors':
      return mrkdwn`Looking at what ${inPlace(request)} logs as errors …`;
    case 'mutePattern':
      return mrkdwn`Muting the pattern …`;
    case 'unmutePattern':
      return mrkdwn`Unmuting the pattern …`;
    case 'allPatterns':
      return mrkdwn`Writing all patterns into a file …`;
  }
}

function rollingBack({ rollout, now, toRevision }: RollbackRequest): Mrkdwn {
  const whose = chosen(rollout);
  if (toRevision !== null && now) return mrkdwn`Sending all traffic${whose} to ${code(toRevision)} …`;
  if (toRevision !== null) return mrkdwn`Checking that ${code(toRevision)} can take all traffic${whose} …`;
  return now
    ? mrkdwn`Sending all traffic${whose} back …`
    : mrkdwn`Looking for the revision${whose} that traffic can go back to …`;
}

function imageWished({ image }: DeployRequest): Mrkdwn {
  if (image.kind === 'default') return mrkdwn``;
  return mrkdwn` with ${code(image.kind === 'tag' ? image.tag : shortDigest(image.digest))}`;
}

function strategyWished({ strategy }: DeployRequest): Mrkdwn {
  return strategy === null ? mrkdwn`` : mrkdwn` as ${code(strategy)}`;
}

function chosen(rollout: RolloutChoice): Mrkdwn {
  return rollout.by === 'name' ? mrkdwn` of ${inPlace(rollout)}` : mrkdwn``;
}

function whereItIsTold(request: Request, catalog: Catalog): Mrkdwn {
  switch (request.kind) {
    case 'deploy':
      return request.planOnly
        ? mrkdwn`The plan comes to you alone; nothing is started.`
        : mrkdwn`The plan comes to you alone; nothing is started before you confirm it.`;
    case 'showPlan':
      return mrkdwn`The plan comes to you alone; nothing is started before you confirm it.`;
    case 'errors':
      return mrkdwn`What there is comes to you alone.`;
    case 'allPatterns':
      return mrkdwn`Everybody here will see it.`;
    case 'wait':
    case 'stopWaiting':
    case 'unfreeze':
    case 'mutePattern':
    case 'unmutePattern':
      return mrkdwn`You are told when it is done.`;
    case 'confirm':
    case 'supersede':
    case 'advance':
    case 'pause':
    case 'resume':
    case 'adopt':
    case 'restore':
    case 'abort':
    case 'rollback':
      return ofRollout(request, catalog);
  }
}

function ofRollout(request: Request, catalog: Catalog): Mrkdwn {
  if (request.kind === 'rollback' && !request.now) {
    return mrkdwn`The target comes to you alone; nothing is moved before you confirm it.`;
  }
  const home = homeOf(request, catalog);
  return home ? mrkdwn`Follow it in ${home}.` : mrkdwn`Follow it in the thread of the rollout.`;
}

/** What goes wrong is told to who asks, not in the card of a rollout. */
function isAboutErrors({ kind }: Request): boolean {
  return kind === 'errors' || kind === 'mutePattern' || kind === 'unmutePattern' || kind === 'allPatterns';
}

/** The incident channel of the environment; null where a button names only the rollout. */
function homeOf(request: Request, catalog: Catalog): Mrkdwn | null {
  const env = envOf(request);
  const environment = env === null ? undefined : findEnvironment(catalog, env);
  return environment ? channel(environment.channel) : null;
}

function envOf(request: Request): string | null {
  if ('env' in request) return request.env;
  if ('rollout' in request) return request.rollout.by === 'name' ? request.rollout.env : null;
  return null;
}
