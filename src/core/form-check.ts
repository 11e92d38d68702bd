import { type Catalog, type Environment, findEnvironment, findService, type Service } from './catalog.ts';
import {
  asksToBeSure,
  BLOCKS,
  type DeployDraft,
  type Draft,
  type Entries,
  isTarget,
  LONGEST_REASON,
  placeIn,
  type RollbackDraft,
} from './form.ts';
import { isImageWish, isRevisionName } from './meaning.ts';
import type { DeployRequest, RollbackRequest } from './request.ts';
import { refuseStrategy } from './strategy.ts';

/** What is wrong with a field, by the id of its block. */
export type FieldProblem = { readonly block: string } & (
  | { readonly kind: 'noService' | 'noEnvironment' | 'noReason' | 'noImage' | 'notForSingleWriters' }
  | { readonly kind: 'serviceGone'; readonly service: string }
  | { readonly kind: 'environmentGone'; readonly service: string; readonly env: string }
  | { readonly kind: 'reasonTooLong'; readonly length: number }
  | { readonly kind: 'unticked'; readonly open: number; readonly of: number }
  | { readonly kind: 'notItsRevision'; readonly service: string }
);

export type CheckedForm =
  | { readonly kind: 'complete'; readonly request: DeployRequest | RollbackRequest }
  /** All of them, so that nobody sends a form five times. */
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
  /** The catalog asks for something that does not stand in the form: it was sent before it could be drawn again. */
  | { readonly kind: 'outdated' };

/** A form that is sent is read against the catalog of that moment: it may have stood open for an hour. */
export function checkForm(draft: Draft, entries: Entries, catalog: Catalog): CheckedForm {
  const { service, env } = placeIn(draft, catalog);
  if (service && !blocksOf(draft, service, env, entries).every((id) => id in entries)) return { kind: 'outdated' };
  const own = draft.kind === 'deploy' ? deployProblems(draft, service, env) : rollbackProblems(draft, service, env);
  const problems = [...placeProblems(draft, catalog), ...own, ...reasonProblems(draft, env)];
  if (!service || !env || problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'complete', request: requestOf(draft, service, env) };
}

function blocksOf(draft: Draft, service: Service, env: Environment | null, entries: Entries): readonly string[] {
  if (draft.kind === 'rollback') {
    // It acts at once: who named a revision, or saw one chosen elsewhere, has to see the one of this place first.
    const mustSee = draft.toRevision !== null || Object.keys(entries).some(isTarget);
    return [BLOCKS.env(service.name), ...(mustSee && env ? [BLOCKS.target(service.name, env.name)] : [])];
  }
  const checklist = asksToBeSure(draft, env) ? [BLOCKS.checklist(env)] : [];
  return [BLOCKS.env(service.name), BLOCKS.image(service.name), ...checklist];
}

function placeProblems({ service, env }: Draft, catalog: Catalog): readonly FieldProblem[] {
  if (service === null) return [{ block: BLOCKS.service, kind: 'noService' }];
  const found = findService(catalog, service);
  if (!found) return [{ block: BLOCKS.service, kind: 'serviceGone', service }];
  const block = BLOCKS.env(service);
  if (env === null) return [{ block, kind: 'noEnvironment' }];
  const stands = found.environments.includes(env) && findEnvironment(catalog, env);
  return stands ? [] : [{ block, kind: 'environmentGone', service, env }];
}

function reasonProblems(draft: Draft, env: Environment | null): readonly FieldProblem[] {
  const { because } = draft;
  const block = BLOCKS.reason;
  if (because !== null && because.length > LONGEST_REASON) {
    return [{ block, kind: 'reasonTooLong', length: because.length }];
  }
  return asksToBeSure(draft, env) && because === null ? [{ block, kind: 'noReason' }] : [];
}

function deployProblems(draft: DeployDraft, service: Service | null, env: Environment | null): readonly FieldProblem[] {
  const { image, strategy, ticked } = draft;
  const problems: FieldProblem[] = [];
  if (service && !isImageWish(image)) problems.push({ block: BLOCKS.image(service.name), kind: 'noImage' });
  if (service && refuseStrategy(service, strategy)) {
    problems.push({ block: BLOCKS.strategy(service.name), kind: 'notForSingleWriters' });
  }
  if (!asksToBeSure(draft, env)) return problems;
  const open = env.checklist.filter((_, index) => !ticked.includes(index)).length;
  if (open === 0) return problems;
  return [...problems, { block: BLOCKS.checklist(env), kind: 'unticked', open, of: env.checklist.length }];
}

function rollbackProblems(
  { toRevision }: RollbackDraft,
  service: Service | null,
  env: Environment | null,
): readonly FieldProblem[] {
  if (!service || !env || toRevision === null || isRevisionOf(service.name, toRevision)) return [];
  return [{ block: BLOCKS.target(service.name, env.name), kind: 'notItsRevision', service: service.name }];
}

function isRevisionOf(service: string, revision: string): boolean {
  return isRevisionName(revision) && revision.startsWith(`${service}-`);
}

/** The same as the words would have asked for. */
function requestOf(draft: Draft, service: Service, env: Environment): DeployRequest | RollbackRequest {
  const at = { service: service.name, env: env.name };
  const { because } = draft;
  if (draft.kind === 'rollback') {
    const { toRevision } = draft;
    return { kind: 'rollback', rollout: { by: 'name', ...at }, toRevision, now: true, because };
  }
  const { image, strategy, planOnly } = draft;
  return { kind: 'deploy', ...at, image, strategy, because, planOnly };
}
