import { type RefObject, useEffect, useState } from 'react';
import { usePage } from '../live/use-store.ts';
import { type Suggestion, suggest } from './suggest.ts';

const NOTHING: readonly Suggestion[] = [];

/** What the composer offers at the caret, and what happens when one takes it. */
export function useSuggestions(
  text: string,
  change: (text: string) => void,
  field: RefObject<HTMLTextAreaElement | null>,
) {
  const snapshot = usePage((state) => state.snapshot);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const { fromAt, list } =
    snapshot === null || dismissed === text ? { fromAt: 0, list: NOTHING } : suggest(text, caret, snapshot);
  // Completing moves the caret, which can be done only after the new text is drawn.
  useEffect(() => {
    if (next === null) return;
    field.current?.setSelectionRange(next, next);
    setCaret(next);
    setNext(null);
  }, [next, field]);
  const complete = (chosen: Suggestion) => {
    change(text.slice(0, fromAt) + chosen.completion + text.slice(caret).trimStart());
    setNext(fromAt + chosen.completion.length);
    setActive(0);
    field.current?.focus();
  };
  const onCaret = () => {
    const { current } = field;
    if (current === null) return;
    const isCollapsed = current.selectionStart === current.selectionEnd;
    setCaret(isCollapsed ? current.selectionStart : 0);
    setActive(0);
  };
  const dismiss = () => setDismissed(text);
  const at = Math.min(active, Math.max(0, list.length - 1));
  /** Moves through the list, takes from it or leaves it. @returns false for a key that is none of its own. */
  const takeKey = (key: string): boolean => {
    const chosen = list[at];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (chosen === undefined) return false;
    if (step !== undefined) setActive((at + step + list.length) % list.length);
    else if (key === 'Enter' || key === 'Tab') complete(chosen);
    else if (key === 'Escape') dismiss();
    else return false;
    return true;
  };
  return { list, active: at, onCaret, complete, dismiss, takeKey };
}
