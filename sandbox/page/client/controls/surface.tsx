import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { ActAnswer, ControlAt, Json, StateValues } from '../../protocol/slack.ts';
import { partAt, textAt, typeOf } from '../blocks/read.ts';
import { useDesk } from '../live/desk.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { valuesOf } from './values.ts';

type Options = Extract<ActAnswer, { readonly kind: 'options' }>;

/** A message or a view as its controls know it. */
export type Surface = {
  readonly values: StateValues;
  /** The control whose press is under way, by `block/action`; pressing it again does nothing. */
  readonly pressing: string | null;
  setValue(blockId: string, actionId: string, value: Json): void;
  /** Asks for confirmation if the element wants it, then tells the app. @returns false when nothing was sent. */
  press(blockId: string, element: Json, chosen: Json, confirm?: Json | null): Promise<boolean>;
  options(blockId: string, actionId: string, typed: string): Promise<Options>;
};

const SurfaceContext = createContext<Surface | null>(null);

/** @throws outside of a message or view. */
export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error('a control stands in a message or in a view');
  return surface;
}

const NO_OPTIONS: Options = { kind: 'options', options: [], groups: [] };
type Question = { readonly confirm: Json; answer(isYes: boolean): void };

/** What a surface remembers: what was entered, what is being pressed, and the question that stands open. */
export function useNewSurface(at: ControlAt, blocks: readonly Json[]) {
  const { act } = useDesk();
  const [entered, setEntered] = useState<StateValues>({});
  const [pressing, setPressing] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const values = useMemo(() => valuesOf(blocks, entered), [blocks, entered]);
  // A press that follows a change at once must send the changed values, which are not drawn yet.
  const latest = useRef(entered);
  const surface = useMemo((): Surface => {
    const send = async (blockId: string, element: Json, chosen: Json) => {
      const actionId = textAt(element, 'action_id') ?? '';
      setPressing(`${blockId}/${actionId}`);
      const state = valuesOf(blocks, latest.current);
      await act({ do: 'press', at, blockId, actionId, element: chosen, state }, isAnswered(element, chosen));
      setPressing(null);
    };
    return {
      values,
      pressing,
      setValue(blockId, actionId, value) {
        latest.current = { ...latest.current, [blockId]: { ...latest.current[blockId], [actionId]: value } };
        setEntered(latest.current);
      },
      async press(blockId, element, chosen, confirm = partAt(element, 'confirm')) {
        if (pressing !== null) return false;
        const isSure = confirm === null || (await new Promise<boolean>((answer) => setQuestion({ confirm, answer })));
        setQuestion(null);
        if (isSure) await send(blockId, element, chosen);
        return isSure;
      },
      async options(blockId, actionId, typed) {
        const answer = await act({ do: 'options', at, blockId, actionId, typed });
        return answer.kind === 'options' ? answer : NO_OPTIONS;
      },
    };
  }, [act, at, blocks, values, pressing]);
  return { surface, question };
}

/** Buttons and menus have an answer that one sees, but for those that open an address. */
function isAnswered(element: Json, chosen: Json): boolean {
  const url = textAt(element, 'url') ?? textAt(partAt(chosen, 'selected_option'), 'url');
  return ['button', 'overflow'].includes(typeOf(element)) && url === null;
}

type SurfaceProps = { of: ReturnType<typeof useNewSurface>; children: ReactNode };

export function SurfaceProvider({ of, children }: SurfaceProps) {
  return (
    <SurfaceContext value={of.surface}>
      {children}
      {of.question !== null && <ConfirmDialog confirm={of.question.confirm} onAnswer={of.question.answer} />}
    </SurfaceContext>
  );
}
