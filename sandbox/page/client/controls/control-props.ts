import type { Json } from '../../protocol/slack.ts';

export type ControlProps = {
  blockId: string;
  element: Json;
  id: string;
  /** The id of the visible label of an input block; null where the element must name itself. */
  labelId: string | null;
  describedBy: string | undefined;
  isInvalid: boolean;
  /** True where every change is told to the app at once: outside of inputs, and in those with `dispatch_action`. */
  isDispatched: boolean;
};
