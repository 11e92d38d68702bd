import { useEffect, useRef } from 'react';
import { usePage } from '../live/use-store.ts';

/** Goes to the end when the person writes here, wherever they were reading: there their words stand, and the answer to them. */
export function useSaid(where: string, toEnd: () => unknown): void {
  const said = usePage((state) => state.said);
  const seen = useRef(said);
  useEffect(() => {
    if (said === seen.current) return;
    seen.current = said;
    if (said?.where === where) toEnd();
  });
}
