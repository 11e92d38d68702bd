import type { Ids } from './ids.ts';
import { type JsonObject, objectsIn, stringIn } from './json.ts';
import type { View } from './model.ts';
import { SlackError } from './slack-error.ts';
import type { Now } from './timestamps.ts';

/** Slack: a trigger opens one view, within 3 seconds of what the person did. */
const triggerLifeMs = 3000;

type Trigger = { userId: string; atMs: number; isUsed: boolean };

/** The modals that people have open, and the triggers that allow an app to open one. */
export class Views {
  readonly #views = new Map<string, View>();
  readonly #triggers = new Map<string, Trigger>();
  readonly #now: Now;
  readonly #ids: Ids;

  constructor(now: Now, ids: Ids) {
    this.#now = now;
    this.#ids = ids;
  }

  newTrigger(userId: string): string {
    const id = `${this.#ids.next('')}.${this.#now()}.trigger`;
    this.#triggers.set(id, { userId, atMs: this.#now(), isUsed: false });
    return id;
  }

  /** @throws SlackError invalid_trigger_id, expired_trigger_id, exchanged_trigger_id, duplicate_external_id */
  open(triggerId: string, definition: JsonObject): View {
    const trigger = this.#triggers.get(triggerId);
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
    if (this.#now() - trigger.atMs > triggerLifeMs) throw new SlackError('expired_trigger_id');
    const externalId = stringIn(definition, 'external_id');
    if (externalId !== undefined && this.#byExternalId(externalId)) throw new SlackError('duplicate_external_id');
    trigger.isUsed = true;
    const view: View = {
      id: this.#ids.next('V'),
      userId: trigger.userId,
      hash: this.#newHash(),
      externalId,
      definition: this.#named(definition),
      isOpen: true,
    };
    this.#views.set(view.id, view);
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
    if (view === undefined || !view.isOpen) throw new SlackError('not_found');
    if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
    view.definition = this.#named(definition);
    view.hash = this.#newHash();
    return view;
  }

  find(viewId: string): View | undefined {
    return this.#views.get(viewId);
  }

  /** The modal that this person has open now; the newest if several. */
  openOf(userId: string): View | undefined {
    return [...this.#views.values()].findLast((view) => view.userId === userId && view.isOpen);
  }

  #byExternalId(externalId: string | undefined): View | undefined {
    return [...this.#views.values()].find((view) => view.isOpen && view.externalId === externalId);
  }

  #newHash(): string {
    return `${Math.floor(this.#now() / 1000)}.${this.#ids.next('h')}`;
  }

  #named(definition: JsonObject): JsonObject {
    return { ...definition, blocks: objectsIn(definition, 'blocks').map((block) => this.#ids.block(block)) };
  }
}
