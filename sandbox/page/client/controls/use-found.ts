import { useEffect, useRef, useState } from 'react';
import type { ChoiceGroup } from './choice.ts';

/** Where a combobox gets its choices: at once from what it has, or from the app after a pause in typing. */
export type Finder = {
  readonly pauseMs: number;
  readonly leastLetters: number;
  find(typed: string): Promise<readonly ChoiceGroup[]> | readonly ChoiceGroup[];
};

export type Found = { readonly groups: readonly ChoiceGroup[]; readonly isLooking: boolean };

/** The choices for what is typed. An answer that comes after a later one was asked for is dropped. */
export function useFound(finder: Finder, typed: string): Found {
  const [found, setFound] = useState<Found>({ groups: [], isLooking: true });
  const latest = useRef(finder);
  latest.current = finder;
  useEffect(() => {
    let isStale = false;
    const look = async () => {
      const groups = await latest.current.find(typed);
      if (!isStale) setFound({ groups, isLooking: false });
    };
    setFound((before) => ({ ...before, isLooking: true }));
    const timer = setTimeout(look, typed === '' ? 0 : latest.current.pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [typed]);
  return found;
}
