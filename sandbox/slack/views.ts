import type { Changes } from './changes.ts';
import { elementIn } from './element-state.ts';
import type { Ids } from './ids.ts';
import { type JsonObject, objectsIn, stringIn } from './json.ts';
import type { StateValues, View } from './model.ts';
import { SlackError } from './slack-error.ts';
import type { Now } from './timestamps.ts';

/** Slack: a trigger opens one view, within 3 seconds of what the person did. */
const triggerLifeMs = 3000;
/** Slack: one modal holds at most three views, one upon the other. */
const maxStack = 3;

type Trigger = { userId: string; atMs: number; isUsed: boolean };

/** The modals that people have open, their Home tabs, and the triggers that allow an app to open a modal. */
export class Views {
  readonly #views = new Map<string, View>();
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #triggers = new Map<string, Trigger>();
  readonly #now: Now;
  readonly #ids: Ids;
  readonly #changes: Changes;

  constructor(now: Now, ids: Ids, changes: Changes) {
    this.#now = now;
    this.#ids = ids;
    this.#changes = changes;
  }

  newTrigger(userId: string): string {
    const id = `${this.#ids.next('')}.${this.#now()}.trigger`;
    this.#triggers.set(id, { userId, atMs: this.#now(), isUsed: false });
    return id;
  }

  /**
   * Opens a modal, in place of one that stands open.
   * @throws SlackError invalid_trigger_id, expired_trigger_id, exchanged_trigger_id, duplicate_external_id
   */
  open(triggerId: string, definition: JsonObject): View {
    const userId = this.#useTrigger(triggerId, definition);
    for (const view of this.stackOf(userId)) view.isOpen = false;
    this.#stacks.set(userId, []);
    return this.pushFor(userId, definition);
  }

  /** Puts a view on top of the open modal. @throws SlackError as `open`, and push_limit_reached */
  push(triggerId: string, definition: JsonObject): View {
    const trigger = this.#triggers.get(triggerId);
    if (trigger !== undefined) this.#checkRoom(trigger.userId);
    return this.pushFor(this.#useTrigger(triggerId, definition), definition);
  }

  /** The same without a trigger, as the answer to a submission may. @throws SlackError push_limit_reached */
  pushFor(userId: string, definition: JsonObject): View {
    this.#checkRoom(userId);
    const stack = this.stackOf(userId);
    const id = this.#ids.next('V');
    const below = stack.at(-1);
    const view: View = {
      id,
      kind: 'modal',
      userId,
      isOpen: true,
      ...this.#filled(definition),
      entered: {},
      previousId: below?.id,
      rootId: below?.rootId ?? id,
    };
    this.#views.set(id, view);
    this.#stacks.set(userId, [...stack, view]);
    this.#changes.tell({ kind: 'modals', userId });
    return view;
  }

  /**
   * @param hash of the view that the app believes to be open; undefined updates whatever is there.
   * @throws SlackError not_found, hash_conflict
   */
  update(
    id: { viewId?: string | undefined; externalId?: string | undefined },
    definition: JsonObject,
    hash?: string,
  ): View {
    const view = id.viewId === undefined ? this.#byExternalId(id.externalId) : this.#views.get(id.viewId);
    if (view === undefined || !view.isOpen || view.kind !== 'modal') throw new SlackError('not_found');
    return this.#replace(view, definition, hash);
  }

  /** Sets a person's Home tab. @throws SlackError hash_conflict */
  publish(userId: string, definition: JsonObject, hash?: string): View {
    const published = this.#homes.get(userId);
    if (published !== undefined) return this.#replace(published, definition, hash);
    const id = this.#ids.next('V');
    const view: View = {
      id,
      kind: 'home',
      userId,
      isOpen: true,
      ...this.#filled(definition),
      entered: {},
      previousId: undefined,
      rootId: id,
    };
    this.#views.set(id, view);
    this.#homes.set(userId, view);
    this.#changes.tell({ kind: 'home', userId });
    return view;
  }

  /** Takes a view, and all that lies on it, off the screen. */
  close(view: View): void {
    const stack = this.stackOf(view.userId);
    const index = stack.indexOf(view);
    if (index < 0) return;
    for (const each of stack.slice(index)) each.isOpen = false;
    this.#stacks.set(view.userId, stack.slice(0, index));
    this.#changes.tell({ kind: 'modals', userId: view.userId });
  }

  find(viewId: string): View | undefined {
    return this.#views.get(viewId);
  }

  /** The modal of this person, the view on top last. */
  stackOf(userId: string): readonly View[] {
    return this.#stacks.get(userId) ?? [];
  }

  /** The view that this person can type into now. */
  openOf(userId: string): View | undefined {
    return this.stackOf(userId).at(-1);
  }

  homeOf(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  #useTrigger(triggerId: string, definition: JsonObject): string {
    const trigger = this.#triggers.get(triggerId);
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
    if (this.#now() - trigger.atMs > triggerLifeMs) throw new SlackError('expired_trigger_id');
    const externalId = stringIn(definition, 'external_id');
    if (externalId !== undefined && this.#byExternalId(externalId)) throw new SlackError('duplicate_external_id');
    trigger.isUsed = true;
    return trigger.userId;
  }

  #checkRoom(userId: string): void {
    if (this.stackOf(userId).length >= maxStack) throw new SlackError('push_limit_reached');
  }

  #replace(view: View, definition: JsonObject, hash: string | undefined): View {
    if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
    Object.assign(view, this.#filled(definition));
    view.entered = keptState(view);
    this.#changes.tell({ kind: view.kind === 'home' ? 'home' : 'modals', userId: view.userId });
    return view;
  }

  #byExternalId(externalId: string | undefined): View | undefined {
    return [...this.#stacks.values()].flat().find((view) => view.externalId === externalId && externalId !== undefined);
  }

  #filled(definition: JsonObject): Pick<View, 'definition' | 'hash' | 'externalId'> {
    const blocks = objectsIn(definition, 'blocks').map((block) => this.#ids.block(block));
    return {
      definition: { ...definition, blocks },
      hash: `${Math.floor(this.#now() / 1000)}.${this.#ids.next('h')}`,
      externalId: stringIn(definition, 'external_id'),
    };
  }
}

/** What was entered outlives an update as long as block and action keep their ids. */
function keptState({ definition, entered }: View): StateValues {
  const entries = Object.entries(entered).flatMap(([blockId, actions]) => {
    const kept = Object.entries(actions).filter(([actionId]) => elementIn(definition, { blockId, actionId }));
    return kept.length > 0 ? [[blockId, Object.fromEntries(kept)] as const] : [];
  });
  return Object.fromEntries(entries);
}
