import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const BOTTOM_PX = 48;

type Anchor = { readonly ts: string; readonly offsetPx: number };

/**
 * Keeps what one reads where it is while messages come, change and go around it: whoever is at the end stays there,
 * whoever is not keeps the same message at the same height. `rows` changes with every drawing that may move something.
 */
export function useKeptScroll(box: RefObject<HTMLDivElement | null>, rows: unknown) {
  const anchor = useRef<Anchor | null>(null);
  const sticks = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const remember = useCallback(() => {
    const { current } = box;
    if (current === null) return;
    sticks.current = current.scrollHeight - current.scrollTop - current.clientHeight < BOTTOM_PX;
    anchor.current = firstShown(current);
    setIsAtEnd(sticks.current);
  }, [box]);
  const restore = useCallback(() => {
    const { current } = box;
    if (current === null) return;
    if (sticks.current) current.scrollTop = current.scrollHeight;
    else if (anchor.current !== null) keep(current, anchor.current);
  }, [box]);
  const toEnd = useCallback(() => {
    sticks.current = true;
    restore();
    setIsAtEnd(true);
  }, [restore]);
  const toMessage = useCallback(
    (ts: string) => {
      const row = box.current?.querySelector(`[data-ts="${ts}"]`);
      if (row === null || row === undefined) return false;
      sticks.current = false;
      row.scrollIntoView({ block: 'center' });
      remember();
      return true;
    },
    [box, remember],
  );
  useLayoutEffect(() => {
    if (rows !== null) restore();
  }, [restore, rows]);
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const sizes = new ResizeObserver(restore);
    sizes.observe(current);
    for (const child of current.children) sizes.observe(child);
    return () => sizes.disconnect();
  }, [box, restore]);
  return { isAtEnd, remember, toEnd, toMessage };
}

function rowsIn(box: HTMLElement): NodeListOf<HTMLElement> {
  return box.querySelectorAll<HTMLElement>('[data-ts]');
}

function firstShown(box: HTMLElement): Anchor | null {
  const rows = rowsIn(box);
  const top = box.getBoundingClientRect().top;
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  const row = rows[low];
  const ts = row?.dataset['ts'];
  return row === undefined || ts === undefined ? null : { ts, offsetPx: row.getBoundingClientRect().top - top };
}

function keep(box: HTMLElement, { ts, offsetPx }: Anchor): void {
  const row = box.querySelector(`[data-ts="${ts}"]`);
  if (row === null) return;
  const moved = row.getBoundingClientRect().top - box.getBoundingClientRect().top - offsetPx;
  if (Math.abs(moved) >= 1) box.scrollTop += moved;
}
