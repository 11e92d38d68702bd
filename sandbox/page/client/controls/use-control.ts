import type { Json } from '../../protocol/slack.ts';
import { labelAt, textAt, typeOf } from '../blocks/read.ts';
import type { ControlProps } from './control-props.ts';
import { useSurface } from './surface.tsx';

/** What a control holds, and how it changes it. */
export function useControl({ blockId, element, isDispatched }: ControlProps) {
  const surface = useSurface();
  const actionId = textAt(element, 'action_id') ?? '';
  const value: Json = surface.values[blockId]?.[actionId] ?? {};
  const isPressing = surface.pressing === `${blockId}/${actionId}`;
  const enter = (next: Json) => surface.setValue(blockId, actionId, { ...next, type: typeOf(element) });
  const tell = (next: Json) => surface.press(blockId, element, next);
  /** Holds the new value, tells the app if it wants to hear at once, and takes it back if the person was not sure. */
  const change = async (next: Json) => {
    enter(next);
    if (isDispatched && !(await tell(next))) enter(value);
  };
  return { actionId, value, isPressing, enter, tell, change, surface };
}

/** A name for a control without a visible label: its own, or what its empty field says. */
export function nameOf({ element, labelId }: ControlProps): string | undefined {
  if (labelId !== null) return undefined;
  const own = textAt(element, 'accessibility_label') ?? labelAt(element, 'placeholder');
  return own || typeOf(element).replaceAll('_', ' ');
}
