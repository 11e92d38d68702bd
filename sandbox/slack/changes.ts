import type { Ephemeral, Message } from './model.ts';

/** Something that a person's screen shows has changed. */
export type Change =
  /** Posted, edited, deleted, reacted to, pinned, or given a file. */
  | { kind: 'message'; message: Message }
  /** Shown to its person alone, edited or removed. */
  | { kind: 'ephemeral'; message: Ephemeral }
  | { kind: 'modals'; userId: string }
  | { kind: 'home'; userId: string }
  | { kind: 'channels'; channelId: string }
  | { kind: 'read'; userId: string; channelId: string; threadTs: string | undefined };

export type ChangeListener = (change: Change) => void;

/** Tells whoever looks at the workspace what changed, at once and in order. */
export class Changes {
  readonly #listeners = new Set<ChangeListener>();

  /** @returns a function that ends it. */
  listen(listener: ChangeListener): () => void {
    const own: ChangeListener = (change) => listener(change);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** A listener that throws harms neither the act nor the other listeners. */
  tell(change: Change): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch {
        // Whoever looks badly has only himself to blame; Slack goes on.
      }
    }
  }
}
