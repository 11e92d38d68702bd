import { useMemo } from 'react';
import { type Desk, deskOf } from './desk.ts';
import { usePage, useStore } from './use-store.ts';

/** The page's desk. It changes only when a name does, since every message on the screen is drawn again then. */
export function useDeskOfPage(): Desk | null {
  const store = useStore();
  const people = usePage((state) => state.snapshot?.people);
  const names = usePage((state) => state.snapshot?.channels.map((row) => `${row.id} ${row.name}`).join('\n'));
  const me = usePage((state) => state.snapshot?.me.id);
  return useMemo(() => {
    const snapshot = store.get().snapshot;
    if (snapshot === null || people === undefined || names === undefined || me !== snapshot.me.id) return null;
    return deskOf(snapshot, store);
  }, [store, people, names, me]);
}
