import { createContext, useContext, useSyncExternalStore } from 'react';
import type { PageState } from './page-state.ts';
import type { Store } from './store.ts';

export const StoreContext = createContext<Store | null>(null);

/** @throws outside of the page. Messages and views do not need a store: they know a desk (desk.ts) alone. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('there is no store here');
  return store;
}

/** A part of the state. `pick` returns the same object for the same state, or a primitive. */
export function usePage<T>(pick: (state: PageState) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}
