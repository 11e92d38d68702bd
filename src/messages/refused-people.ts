import type { Permission } from '../core/refusal.ts';
import { code, mrkdwn, user } from './mrkdwn.ts';
import { peopleList } from './people.ts';
import type { RefusalOf, Tellers } from './told.ts';

const DOING: Readonly<Record<Permission, string>> = {
  deploy: 'deploy to',
  advance: 'advance a canary in',
  rollBack: 'roll back in',
  control: 'pause, resume or abort this rollout in',
  unfreeze: 'unfreeze a service in',
  mute: 'mute or unmute errors in',
};

const WHO: Readonly<Record<Exclude<RefusalOf<'notAMember'>['who'], 'guest'>, string>> = {
  external: 'People of other workspaces',
  bot: 'Bots and workflows',
  deactivated: 'Deactivated accounts',
  unknown: 'People whom Slack does not confirm as members',
};

/** Refusals of who asked, or where. */
export const refusedPeople: Tellers<'notAllowed' | 'ownRollout' | 'notAMember' | 'sharedChannel' | 'notYourPlan'> = {
  notAllowed: ({ permission, env, may }) => ({
    what: mrkdwn`You may not ${DOING[permission]} ${code(env)}.`,
    next: mrkdwn`Ask one of those who may: ${peopleList(may)}.`,
  }),
  ownRollout: ({ env, may }) => ({
    what: mrkdwn`You asked for this rollout, so somebody else has to advance it in ${code(env)}.`,
    next: mrkdwn`Ask another one of those who may: ${peopleList(may)}.`,
  }),
  notAMember: ({ who }) => ({
    what:
      who === 'guest'
        ? mrkdwn`Guests of this workspace can read, but not act, nor look into logs.`
        : mrkdwn`${WHO[who]} cannot use Slipway.`,
    next: mrkdwn`Ask a full member of this workspace to do it.`,
  }),
  sharedChannel: () => ({
    what: mrkdwn`This channel is shared with another company, and nothing can be deployed from here.`,
    next: mrkdwn`Say it again in a channel of your own workspace.`,
  }),
  notYourPlan: ({ requestedBy }) => ({
    what: mrkdwn`This plan was made for ${user(requestedBy)}, and only they can confirm it.`,
    next: mrkdwn`Ask for a plan of your own with ${code('/deploy')} or ${code('/rollback')}.`,
  }),
};
