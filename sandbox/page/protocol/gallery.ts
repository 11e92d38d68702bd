import type { MessageRow, Snapshot, ViewRow } from './slack.ts';

/** One thing of Slipway's that people see in Slack, to be drawn without a server. */
export type Exhibit = { readonly name: string } & (
  | { readonly kind: 'message'; readonly row: MessageRow }
  | { readonly kind: 'modal' | 'home'; readonly view: ViewRow }
);

/** What the page of the gallery is given before it loads, as `globalThis.gallery`. */
export type Gallery = {
  readonly exhibits: readonly Exhibit[];
  readonly names: Pick<Snapshot, 'me' | 'people' | 'userGroups' | 'channels'>;
};
