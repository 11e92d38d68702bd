import type { AnswerToForm } from '../src/core/answer.ts';
import { draftIn } from '../src/core/form.ts';
import { checkForm } from '../src/core/form-check.ts';
import { type FormOrigin, readMetadata } from '../src/core/form-metadata.ts';
import type { FormShown } from '../src/core/heard.ts';
import { readPatternMetadata } from '../src/core/patterns/pattern-metadata.ts';
import { readable } from '../src/core/plain-text.ts';
import type { DeployRequest, RollbackRequest } from '../src/core/request.ts';
import { refusedView, takenView } from '../src/messages/form-notes.ts';
import { fieldErrors } from '../src/messages/form-problems.ts';
import { refused } from '../src/messages/refused.ts';
import { taken } from '../src/messages/taken.ts';
import { withWay } from './answers.ts';
import { take } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { factsFor, formFor } from './forms.ts';
import { submittedKey } from './idempotency-key.ts';
import { submitMute } from './submit-mute.ts';
import { rollbackWithoutUs } from './without-us.ts';

/** A form that is drawn again stands in the answer to it, which Slack awaits for three seconds altogether. */
const PATIENCE_MS = 500;

/**
 * Answers a form that was sent. What was entered asks for the same as the words would have, and goes the same way; what
 * is wrong is said all at once, next to where it is wrong.
 */
export async function submitForm(shown: FormShown, world: CommandWorld): Promise<AnswerToForm> {
  const pattern = readPatternMetadata(shown.metadata);
  if (pattern !== null) return submitMute(shown, pattern, world);
  const before = readMetadata(shown.metadata);
  if (before === null) return { kind: 'replaced', view: refusedView('deploy', { kind: 'unknownButton' }) };
  const catalog = world.catalog();
  const draft = draftIn(shown.entries, before.draft, catalog);
  const checked = checkForm(draft, shown.entries, catalog);
  switch (checked.kind) {
    case 'outdated':
      return {
        kind: 'replaced',
        view: formFor(draft, before.origin, await factsFor(draft, PATIENCE_MS, world), world),
      };
    case 'problems':
      return { kind: 'errors', errors: fieldErrors(checked.problems) };
    case 'complete':
      return send(checked.request, shown, before.origin, world);
  }
}

async function send(
  request: DeployRequest | RollbackRequest,
  { viewId, userId, atMs }: FormShown,
  origin: FormOrigin,
  world: CommandWorld,
): Promise<AnswerToForm> {
  const { channel, responseUrl, threadTs } = origin;
  const by = {
    userId,
    // A form that was opened from nowhere is answered where the rollout will be told.
    channel: channel ?? channelOf(request, world),
    responseUrl,
    ...(threadTs === null ? {} : { threadTs }),
    atMs,
  };
  const outcome = await take({ key: submittedKey({ viewId, userId }, request), request }, by, world);
  if (outcome.kind === 'refused') {
    const told = refused(withWay(outcome.refusal, rollbackLines(request, world)));
    return { kind: 'errors', errors: { service: readable(told.text) } };
  }
  if (channel === null)
    // Whoever looks at no channel is told on the form itself where it goes on.
    return { kind: 'replaced', view: takenView(request, by.channel, world.catalog()) };
  // The second of two is the first one's echo: nobody has to be told twice.
  const tell =
    outcome.kind === 'taken' ? () => world.replies.send(by, taken(request, world.catalog())) : async () => undefined;
  return { kind: 'closed', tell };
}

type Named = DeployRequest | RollbackRequest;

function channelOf(request: Named, { catalog }: CommandWorld): string {
  const place = placeOf(request);
  return catalog().environments.find(({ name }) => name === place?.env)?.channel ?? '';
}

function rollbackLines(request: Named, { catalog }: CommandWorld): string | null {
  const place = placeOf(request);
  return request.kind === 'rollback' && place ? rollbackWithoutUs(place, request.toRevision, catalog()) : null;
}

function placeOf(request: Named): { readonly service: string; readonly env: string } | null {
  if (request.kind === 'deploy') return request;
  return request.rollout.by === 'name' ? request.rollout : null;
}
