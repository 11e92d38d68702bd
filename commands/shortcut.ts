import type { Answer } from '../src/core/answer.ts';
import type { Catalog } from '../src/core/catalog.ts';
import { type Draft, emptyDraft, type RollbackDraft } from '../src/core/form.ts';
import { formOf, usage, type Verb } from '../src/core/grammar.ts';
import type { Press, Shortcut, Spoken } from '../src/core/heard.ts';
import type { Refusal } from '../src/core/refusal.ts';
import { refusing } from './answers.ts';
import type { CommandWorld } from './command.ts';
import { openForm } from './forms.ts';
import { findLive } from './live-rollout.ts';
import { threadRollout } from './thread-rollout.ts';

/** What Slack must know of the shortcuts; manifest.yml is made from it. A name has at most 24 characters (Slack). */
export const SHORTCUTS = [
  {
    name: 'Deploy a service',
    type: 'global',
    callback_id: 'deploy_service',
    description: 'Opens the form of a deploy',
  },
  {
    name: 'Roll back this deploy',
    type: 'message',
    callback_id: 'roll_back_deploy',
    description: 'Opens the picker of a rollback for the rollout of this message',
  },
] as const;

const NO_ROLLBACK: RollbackDraft = { kind: 'rollback', service: null, env: null, toRevision: null, because: null };

/** Opens the form that a shortcut stands for. */
export function shortcut(used: Shortcut, world: CommandWorld): Promise<Answer> | Answer {
  const { userId, triggerId, responseUrl, message } = used;
  const origin = { channel: message?.channel ?? null, responseUrl, threadTs: null };
  const asking = { userId, triggerId, origin };
  switch (used.callbackId) {
    case 'deploy_service':
      return openForm({ ...asking, draft: emptyDraft(), otherwise: whichOne('deploy', world.catalog()) }, world);
    case 'roll_back_deploy': {
      const complete = (draft: Draft) => inThreadOf(message, draft, world);
      const otherwise = whichOne('rollback', world.catalog());
      return openForm({ ...asking, draft: NO_ROLLBACK, complete, otherwise }, world);
    }
    default:
      return refusing({ kind: 'unknownButton' });
  }
}

/** Opens the form of a deploy, and answers it where its button was pressed. */
export function deployByForm({ userId, triggerId = '', channel, responseUrl }: Press, world: CommandWorld) {
  const origin = { channel, responseUrl, threadTs: null };
  const otherwise = whichOne('deploy', world.catalog());
  return openForm({ userId, triggerId, origin, draft: emptyDraft(), otherwise }, world);
}

function whichOne(verb: Verb, { services }: Catalog): Refusal {
  return { kind: 'missing', what: 'service', usage: usage(formOf(verb)), known: services.map(({ name }) => name) };
}

/** The rollout of the thread; a message of nobody's thread leaves the choice to the person. */
async function inThreadOf(message: Shortcut['message'], draft: Draft, world: CommandWorld): Promise<Draft> {
  const rollout = message && (await threadRollout(message, world));
  return rollout ? { ...draft, service: rollout.service, env: rollout.env } : draft;
}

/** `/rollback` alone: the one rollout that is live in this channel, else whatever the person picks. */
export async function liveHere(draft: Draft, spoken: Spoken, world: CommandWorld): Promise<Draft> {
  if (draft.kind !== 'rollback' || draft.service !== null || draft.env !== null) return draft;
  const found = await findLive(null, 'rollback', spoken, world);
  if (found.kind !== 'found') return draft;
  const { choice } = found;
  return choice.by === 'name' ? { ...draft, service: choice.service, env: choice.env } : draft;
}
