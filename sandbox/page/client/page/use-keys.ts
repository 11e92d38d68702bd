import { useEffect } from 'react';
import type { Store } from '../live/store.ts';
import { useStore } from '../live/use-store.ts';
import { HOME } from '../place/place.ts';

/** The page's own keys: Alt+↑ and Alt+↓ walk through the channels, Esc closes the thread. */
export function useKeys(): void {
  const store = useStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Escape') closeThread(store);
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || step === undefined) return;
      event.preventDefault();
      walk(store, step);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store]);
}

function walk(store: Store, step: number): void {
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
