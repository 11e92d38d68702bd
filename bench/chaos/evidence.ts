import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import type { Town } from '../../sandbox/town/town.ts';
import type { Act } from './acts.ts';
import type { Place } from './catalog.ts';
import type { Shown, SlackDiary } from './slack-diary.ts';

/** Everything that is counted from: what Cloud Run and Slack wrote down themselves, and what people did and saw. */
export type Evidence = {
  readonly town: Town;
  readonly places: readonly Place[];
  readonly diary: SlackDiary;
  readonly acts: readonly Act[];
};

/** One rollout as Cloud Run and Slack know it. */
export type Seen = {
  readonly id: string;
  readonly place: Place;
  /** The revision that it tries. */
  readonly canary: string;
  /** Its committed writes, oldest first. */
  readonly writes: readonly JournalEntry[];
  /** Messages in the channel itself that carry its mark and are a card; there must be one. */
  readonly roots: readonly Shown[];
  /** Replies under the first of them, in Slack's order. */
  readonly lines: readonly Shown[];
  /** What its card says now; null without a card. */
  readonly card: string | null;
};

/** A finding in words; a count is how many there are. */
export type Finding = string;

/** What Slipway wrote and Cloud Run took, oldest first. */
export function slipwayWrites({ town }: Pick<Evidence, 'town'>, { name }: Place): readonly JournalEntry[] {
  return town.google.model.run.journal
    .of(name)
    .filter(({ outcome, client }) => outcome === 'committed' && client === 'slipway');
}

export function rolloutOf({ annotations }: JournalEntry): string {
  return annotations['slipway/rollout'] ?? '';
}

/** `12-shifting` → 12 and `shifting`: the version that the write was decided on. */
export function stepOf({ annotations }: JournalEntry): { readonly version: number; readonly state: string } {
  const [version = '', state = ''] = (annotations['slipway/step'] ?? '').split('-');
  return { version: Number(version), state };
}

/** Every rollout that either of the two has heard of. */
export function rolloutsSeen(evidence: Evidence): readonly Seen[] {
  const { town, places, diary } = evidence;
  const { conversations } = town.slack.workspace;
  const posts = Map.groupBy(diary.posts(), ({ mark }) => mark?.rolloutId ?? '');
  return places.flatMap((place) => {
    const { service, env, channel } = place;
    const writes = Map.groupBy(slipwayWrites(evidence, place), rolloutOf);
    const isCard = ({ threadTs, text, channelId }: Shown) =>
      threadTs === null && channelId === channel && text.startsWith(`${service} in ${env}: `);
    const carded = [...posts].filter(([, shown]) => shown.some(isCard)).map(([id]) => id);
    return [...new Set([...writes.keys(), ...carded])].map((id): Seen => {
      const roots = (posts.get(id) ?? []).filter(isCard);
      const [root] = roots;
      const card = root === undefined ? undefined : conversations.find(channel, root.ts);
      return {
        ...{ id, place, canary: `${service}-r${id}`, writes: writes.get(id) ?? [], roots },
        lines: (posts.get(id) ?? []).filter(({ threadTs }) => threadTs === root?.ts),
        card: card?.content.text ?? null,
      };
    });
  });
}
