import type { SlackSandbox } from '../../slack/start.ts';
import type { BehaviourRow, ImageRow, TownAnswer, TownOrder, TownState } from '../protocol/town.ts';

/** What the page's server needs of the town. */
export type PageWorld = {
  readonly slack: Pick<SlackSandbox, 'workspace' | 'log'>;
  /** Whether anything of the app would answer Slack now. */
  readonly isAppUp: () => boolean;
  readonly town: {
    readonly state: () => TownState;
    readonly images: () => { readonly images: readonly ImageRow[]; readonly behaviours: readonly BehaviourRow[] };
    readonly obey: (order: TownOrder) => TownAnswer;
  };
};
