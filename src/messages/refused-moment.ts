import type { State } from '../core/rollout.ts';
import { code, mrkdwn } from './mrkdwn.ts';
import { clause } from './names.ts';
import { type Tellers, where } from './told.ts';

const STATE: Readonly<Record<State, string>> = {
  planned: 'is planned and not confirmed',
  queued: 'waits for its turn',
  deploying: 'is deploying',
  verifying: 'is verifying its canary',
  shifting: 'is shifting traffic',
  baking: 'is baking',
  waiting: 'waits for a press',
  paused: 'is paused',
  rollingBack: 'is rolling back',
  succeeded: 'has succeeded',
  rolledBack: 'was rolled back',
  aborted: 'was aborted',
  failed: 'has failed',
  stuck: 'is stuck',
};

const DOING: Readonly<Record<string, string>> = {
  advance: 'advance it',
  pause: 'pause it',
  resume: 'resume it',
  adopt: 'adopt anything',
  restore: 'restore anything',
  abort: 'abort it',
  rollBack: 'roll it back',
  supersede: 'supersede it',
};

function say(verb: string, { service, env }: { readonly service: string; readonly env: string }): string {
  return `/deploy ${verb} ${service} ${env}`;
}

/** Refusals of what came too late or too early, and of what Slipway itself could not take. */
export const refusedMoment: Tellers<
  | 'planChanged'
  | 'planExpired'
  | 'oldButton'
  | 'saidBefore'
  | 'threadEnded'
  | 'notNow'
  | 'changedByOthers'
  | 'changedAgain'
  | 'stillTrying'
  | 'notTaken'
  | 'perhapsTaken'
  | 'unknownButton'
  | 'reportGone'
  | 'patternGone'
  | 'notMuted'
  | 'fileNotShared'
  | 'broken'
> = {
  planChanged: ({ because, ...place }) => ({
    what: mrkdwn`The plan for ${where(place)} no longer holds: ${clause(because)}.`,
    next: mrkdwn`Nothing was started. Ask for a new plan with the same command.`,
  }),
  planExpired: () => ({
    what: mrkdwn`This plan has expired: a plan can be confirmed for ten minutes.`,
    next: mrkdwn`Nothing was started. Ask for a new plan with the same command.`,
  }),
  oldButton: ({ now, isOver }) =>
    isOver
      ? {
          what: mrkdwn`The rollout of this button is over: ${clause(now)}.`,
          next: mrkdwn`Nothing was changed. Its card says how it went; what runs now: ${code('/deploy status')}`,
        }
      : {
          what: mrkdwn`This button is out of date. Now: ${clause(now)}.`,
          next: mrkdwn`Nothing was changed. Use the buttons that the card shows now.`,
        },
  saidBefore: ({ now, ...place }) => ({
    what: mrkdwn`This was said before the rollout of ${where(place)} began that runs now: ${clause(now)}.`,
    next: mrkdwn`Nothing was changed. If that one is meant, say it again.`,
  }),
  threadEnded: ({ now, ...place }) => ({
    what: mrkdwn`The rollout of this thread is over: ${clause(now)}.`,
    next: mrkdwn`Nothing was changed. For another rollout of ${where(place)} say its place: ${code(`@slipway abort ${place.service} ${place.env}`)}`,
  }),
  notNow: ({ operation, state, because }) => ({
    what: mrkdwn`The rollout ${STATE[state]} (${clause(because)}), so nobody can ${DOING[operation] ?? operation} now.`,
    next: mrkdwn`Nothing was changed. See where it stands: ${code('/deploy status')}`,
  }),
  changedByOthers: ({ found, canRestore, stable, ...place }) => {
    const back = canRestore ? mrkdwn` ${code(say('restore', place))} puts it back,` : mrkdwn``;
    const end = stable === null ? mrkdwn`leaves the service as it is` : mrkdwn`sends all traffic to ${code(stable)}`;
    return {
      what: mrkdwn`The rollout of ${where(place)} cannot simply go on, because others changed its service: ${clause(found)}.`,
      next: mrkdwn`Nothing was moved. Say what is to become of that: ${code(say('adopt', place))} takes it on,${back} ${code(say('abort', place))} ends the rollout and ${end}.`,
    };
  },
  changedAgain: ({ found, ...place }) => ({
    what: mrkdwn`The service ${where(place)} was changed once more since you were shown it: ${clause(found)}.`,
    next: mrkdwn`Nothing was moved. If you mean that too, press again on the card, or say ${code(say('adopt', place))} or ${code(say('restore', place))} again.`,
  }),
  stillTrying: ({ because }) => ({
    what: mrkdwn`⏳ ${because}.`,
    next: mrkdwn`Your request is kept and tried again; nothing need be typed twice.`,
  }),
  notTaken: ({ because, withoutUs }) => ({
    what: mrkdwn`*Not taken:* ${clause(because)}. Nothing was started.`,
    next: withoutUs === null ? mrkdwn`Try again in a moment.` : mrkdwn`Try again, or roll back without Slipway:`,
    lines: withoutUs,
  }),
  perhapsTaken: ({ withoutUs }) => ({
    what: mrkdwn`*Perhaps taken:* Slipway’s memory stopped answering in the middle of your request.`,
    next:
      withoutUs === null
        ? mrkdwn`See in a minute what came of it before you ask again: ${code('/deploy status')}`
        : mrkdwn`If nothing comes of it within a minute, ask again, or roll back without Slipway:`,
    lines: withoutUs,
  }),
  unknownButton: () => ({
    what: mrkdwn`I do not know this button; it is from another version of Slipway.`,
    next: mrkdwn`Nothing was changed. See what can be said: ${code('/deploy help')}`,
  }),
  reportGone: () => ({
    what: mrkdwn`What was shown here is kept for 30 days, and no longer.`,
    next: mrkdwn`Nothing was changed. Ask for what goes wrong now: ${code('/deploy errors SERVICE ENV')}`,
  }),
  patternGone: (place) => ({
    what: mrkdwn`This pattern is no longer in the report of ${where(place)}: it was counted anew since you were shown it.`,
    next: mrkdwn`Nothing was changed. Ask for what goes wrong now: ${code(say('errors', place))}`,
  }),
  notMuted: (place) => ({
    what: mrkdwn`This pattern of ${where(place)} is not muted any more.`,
    next: mrkdwn`Nothing was changed. See which are: ${code(say('errors', place))}`,
  }),
  fileNotShared: ({ because }) => ({
    what: mrkdwn`The file could not be shared here: ${clause(because)}.`,
    next:
      because === 'missing_scope'
        ? mrkdwn`Ask whoever runs Slipway to install its Slack app anew: sharing files needs the scope ${code('files:write')}.`
        : mrkdwn`Invite me to this channel if I am not in it, and press again.`,
  }),
  broken: ({ id }) => ({
    what: mrkdwn`Something broke on our side.`,
    next: mrkdwn`Try again; if it stays, tell those who run Slipway this number: ${code(id)}`,
  }),
};
