import {
  type Catalog,
  type Environment,
  findEnvironment,
  findService,
  type Service,
  STRATEGIES,
  type Strategy,
} from './catalog.ts';
import { isImageWish } from './meaning.ts';
import type { ImageWish } from './request.ts';
import { FORM_LIMITS } from './slack-limits.ts';

/** What was entered in one block of a form: text or a choice, the ticked boxes, or nothing. */
export type Entry = string | readonly string[] | null;
/** By block id. */
export type Entries = Readonly<Record<string, Entry>>;

/** One line of a menu. `value` is what comes back; `text` is for people and may be cut. */
export type MenuOption = { readonly text: string; readonly value: string; readonly description?: string };

/** A deploy that is being put together; null where nobody has said it yet. Names are the catalog's own. */
export type DeployDraft = {
  readonly kind: 'deploy';
  readonly service: string | null;
  readonly env: string | null;
  readonly image: ImageWish;
  readonly strategy: Strategy | null;
  readonly because: string | null;
  /** Which items of the environment's checklist are ticked, by their place in it. */
  readonly ticked: readonly number[];
  readonly planOnly: boolean;
};

/** A rollback that is being put together; without a revision it goes where it would go by itself. */
export type RollbackDraft = {
  readonly kind: 'rollback';
  readonly service: string | null;
  readonly env: string | null;
  readonly toRevision: string | null;
  readonly because: string | null;
};

export type Draft = DeployDraft | RollbackDraft;

/** A deploy of which nobody has said anything yet. */
export function emptyDraft(): DeployDraft {
  return {
    kind: 'deploy',
    service: null,
    env: null,
    image: { kind: 'default' },
    strategy: null,
    because: null,
    ticked: [],
    planOnly: false,
  };
}

/** As long as a whole command may be. */
export const LONGEST_REASON = 1000;

/** The entry of `/rollback` that stands for no revision by name. */
export const OUR_CHOICE = 'our-choice';

/**
 * The ids of a form's blocks. What depends on another choice has that choice in its id: Slack keeps what was entered
 * under an id, and an image of one service must not stay chosen for the next.
 */
export const BLOCKS = {
  service: 'service',
  env: (service: string) => `env:${service}`,
  image: (service: string) => `image:${service}`,
  strategy: (service: string) => `strategy:${service}`,
  target: (service: string, env: string) => `target:${service}:${env}`,
  reason: 'reason',
  checklist: ({ name, checklist }: Environment) => `checklist:${name}:${checksum(checklist)}`,
} as const;

/** Whether a block of this id asks for the target of a rollback, wherever it is. */
export function isTarget(id: string): boolean {
  return id.startsWith('target:');
}

/** Changes with the wording: nobody ticks one sentence and has another one recorded. */
function checksum(sentences: readonly string[]): string {
  let sum = 0;
  for (const unit of JSON.stringify(sentences)) sum = (Math.imul(sum, 31) + (unit.codePointAt(0) ?? 0)) >>> 0;
  return sum.toString(36);
}

/** The place that is chosen, as far as the catalog has it today. */
export function placeIn(
  { service, env }: { readonly service: string | null; readonly env: string | null },
  catalog: Catalog,
): { readonly service: Service | null; readonly env: Environment | null } {
  const found = (service !== null && findService(catalog, service)) || null;
  const where = (env !== null && findEnvironment(catalog, env)) || null;
  return { service: found, env: found && where && found.environments.includes(where.name) ? where : null };
}

/** Whether whoever fills this in has to tick a list and say why; a look at the plan alone asks for neither. */
export function asksToBeSure(draft: Draft, env: Environment | null): env is Environment {
  return draft.kind === 'deploy' && !draft.planOnly && env !== null && env.checklist.length > 0;
}

/** What is entered now, for drawing the form again: nothing that was entered is lost. */
export function draftIn(entries: Entries, before: Draft, catalog: Catalog): Draft {
  const service = text(entries[BLOCKS.service]);
  const env = envIn(entries, service, before);
  const names = { service, env };
  const because = text(entries[BLOCKS.reason]);
  if (before.kind === 'rollback')
    return { kind: 'rollback', ...names, toRevision: targetIn(entries, names, before), because };
  const place = placeIn(names, catalog);
  return {
    kind: 'deploy',
    ...names,
    image: imageIn(entries, service, before),
    strategy: strategyIn(entries, service, before, catalog),
    because,
    ticked: place.env ? numbers(entries[BLOCKS.checklist(place.env)]) : [],
    planOnly: before.planOnly,
  };
}

/** A revision that was typed with the command waits for its block: traffic must not go elsewhere because a name lacked. */
function targetIn(
  entries: Entries,
  { service, env }: Pick<Draft, 'service' | 'env'>,
  before: RollbackDraft,
): string | null {
  const id = service !== null && env !== null ? BLOCKS.target(service, env) : null;
  if (id !== null && id in entries) {
    const target = text(entries[id]);
    return target === OUR_CHOICE ? null : target;
  }
  const { toRevision } = before;
  return isOfThis(service, before) || toRevision?.startsWith(`${service}-`) ? toRevision : null;
}

/** What was said before is of the service that is chosen now, or of any: nobody had said which. */
function isOfThis(service: string | null, before: Draft): boolean {
  return service === null || before.service === null || before.service === service;
}

/** Before its own block stands there, what was typed with the command waits for the service it is of. */
function envIn(entries: Entries, service: string | null, before: Draft): string | null {
  const id = service === null ? null : BLOCKS.env(service);
  if (id !== null && id in entries) return text(entries[id]);
  return isOfThis(service, before) ? before.env : null;
}

function imageIn(entries: Entries, service: string | null, before: DeployDraft): ImageWish {
  const id = service === null ? null : BLOCKS.image(service);
  if (id !== null && id in entries) return imageWish(text(entries[id]));
  return isOfThis(service, before) ? before.image : { kind: 'default' };
}

function strategyIn(entries: Entries, service: string | null, before: DeployDraft, catalog: Catalog): Strategy | null {
  const id = service === null ? null : BLOCKS.strategy(service);
  if (id === null || !(id in entries)) return isOfThis(service, before) ? before.strategy : null;
  const chosen = text(entries[id]);
  const usual = service === null ? null : findService(catalog, service)?.strategy;
  return chosen === usual ? null : (STRATEGIES.find((one) => one === chosen) ?? null);
}

const TAG = 'tag:';

/** The value of a menu's line for an image; empty for the default. */
export function imageValue(wish: ImageWish): string | null {
  if (wish.kind === 'default') return null;
  return wish.kind === 'tag' ? `${TAG}${wish.tag}` : wish.digest;
}

/** The same where a line of a menu can hold it: of what Slack would cut, another image would come back. */
export function imageInMenu(wish: ImageWish): string | null {
  const value = imageValue(wish);
  return value !== null && value.length <= FORM_LIMITS.optionValue && isImageWish(wish) ? value : null;
}

export function imageWish(value: string | null): ImageWish {
  if (value === null) return { kind: 'default' };
  return value.startsWith(TAG) ? { kind: 'tag', tag: value.slice(TAG.length) } : { kind: 'digest', digest: value };
}

function text(entry: Entry | undefined): string | null {
  const said = typeof entry === 'string' ? entry.trim() : '';
  return said === '' ? null : said;
}

function numbers(entry: Entry | undefined): readonly number[] {
  return Array.isArray(entry) ? entry.map(Number) : [];
}
