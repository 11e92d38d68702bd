import { isObject, stringIn } from '../../sandbox/slack/json.ts';
import type { Ephemeral, Message } from '../../sandbox/slack/model.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';

/** One thing that Slack showed, in the order in which it did. */
export type Shown = {
  readonly atMs: number;
  readonly how: 'post' | 'edit' | 'whisper';
  readonly channelId: string;
  readonly ts: string;
  /** The root of the thread; null for a root itself. */
  readonly threadTs: string | null;
  /** Whom a whisper is shown to; null for what everybody sees. */
  readonly userId: string | null;
  readonly text: string;
  /** Rollout, version and place in the commit, as the message itself carries them in its metadata. */
  readonly mark: Mark | null;
};

export type Mark = { readonly rolloutId: string; readonly version: number; readonly index: number };

/** Everything that the emulated Slack showed to anybody, written down by Slack's own side. */
export class SlackDiary {
  readonly shown: Shown[] = [];
  readonly #texts = new Map<string, string>();
  readonly #listeners = new Set<(shown: Shown) => void>();
  readonly #end: () => void;

  constructor(workspace: Workspace, now: () => number) {
    this.#end = workspace.onChange((change) => {
      if (change.kind !== 'message' && change.kind !== 'ephemeral') return;
      const { message } = change;
      if (message.isDeleted || isFromPerson(message, workspace)) return;
      this.#add(message, now());
    });
  }

  /** @returns a function that ends it. */
  listen(heard: (shown: Shown) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  /** Posts that everybody sees, of one rollout or of all. */
  posts(rolloutId?: string): readonly Shown[] {
    return this.shown.filter(
      ({ how, mark }) => how === 'post' && mark !== null && (rolloutId === undefined || mark.rolloutId === rolloutId),
    );
  }

  stop(): void {
    this.#end();
  }

  #add(message: Message | Ephemeral, atMs: number): void {
    const { channelId, ts, threadTs = null, userId, content } = message;
    const isWhisper = 'from' in message;
    const id = `${isWhisper} ${channelId} ${ts}`;
    const said = JSON.stringify(content);
    // A reaction, a pin or a reply count is no new text.
    if (this.#texts.get(id) === said) return;
    const isEdit = this.#texts.has(id);
    this.#texts.set(id, said);
    const place = { channelId, ts, threadTs, userId: isWhisper ? userId : null };
    const entry: Shown = { atMs, how: howOf(isWhisper, isEdit), ...place, text: content.text, mark: markOf(message) };
    this.shown.push(entry);
    for (const heard of this.#listeners) heard(entry);
  }
}

function howOf(isWhisper: boolean, isEdit: boolean): Shown['how'] {
  if (isWhisper) return 'whisper';
  return isEdit ? 'edit' : 'post';
}

/** Slackbot's own whispers are no words of the app; nor is what people write. */
function isFromPerson(message: Message | Ephemeral, { directory }: Workspace): boolean {
  return 'from' in message ? message.from !== 'app' : message.userId !== directory.app.botUserId;
}

function markOf({ content }: Message | Ephemeral): Mark | null {
  const payload = content.metadata?.event_payload;
  const oid = isObject(payload) ? (stringIn(payload, 'oid') ?? '') : '';
  // A card that somebody deleted stands again; here nobody deletes one.
  const [, again] = /^anew-card-([0-9a-f]{10})-/.exec(oid) ?? [];
  if (again) return { rolloutId: again, version: 0, index: 0 };
  const [, rolloutId, version, index] = /^([0-9a-f]{10})-(\d+)-(\d+)$/.exec(oid) ?? [];
  if (!rolloutId) return null;
  return { rolloutId, version: Number(version), index: Number(index) };
}
