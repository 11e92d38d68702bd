import { useEffect } from 'react';
import { walkMessages } from '../focus/walk-messages.ts';
import type { Store } from '../live/store.ts';
import { useStore } from '../live/use-store.ts';
import { HOME } from '../place/place.ts';

/**
 * The page's own keys: Alt+↑ and Alt+↓ walk through the channels, Esc closes the thread, and letters typed at a message go to
 * the field below it.
 */
export function useKeys(): void {
  const store = useStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => takeKey(store, event);
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store]);
}

function takeKey(store: Store, event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
  if (event.key === 'Escape') closeThread(store);
  if (isLetter(event)) writeOn(event.target);
  if (event.altKey) walk(store, event);
  const isPlain = !event.altKey && !event.shiftKey && !event.ctrlKey && !event.metaKey;
  if (isPlain && walkMessages(event)) event.preventDefault();
}

/** Not a space, which scrolls. */
function isLetter({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey;
}

/** The letter itself follows the focus. */
function writeOn(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || !target.matches('body, main, .message')) return;
  const pane = target.closest('.pane') ?? document.body;
  pane.querySelector<HTMLElement>('.composer-field')?.focus({ preventScroll: true });
}

function walk(store: Store, event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const { snapshot, place } = store.get();
  const kinds = ['channel', 'direct'] as const;
  const mine = kinds.flatMap((kind) => (snapshot?.channels ?? []).filter((channel) => channel.kind === kind));
  const ids = [null, ...mine.map((channel) => channel.id)];
  const next = ids.at((ids.indexOf(place.channelId) + step) % ids.length);
  if (next !== undefined) store.go({ ...HOME, channelId: next });
}

function closeThread(store: Store): void {
  const { place } = store.get();
  if (place.threadTs !== null) store.go({ ...place, threadTs: null, markTs: null });
}
