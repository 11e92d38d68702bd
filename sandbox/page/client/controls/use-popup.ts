import { type RefObject, useLayoutEffect, useRef } from 'react';

const GAP_PX = 4;
const EDGE_PX = 8;
/** A list is scrolled, and found in by typing; of a menu one sees everything. */
const TALLEST_PX = { list: 320, menu: 520 };

/**
 * Shows an element above everything, dialogs included, beside its anchor and inside of the window. The element has
 * `popover="manual"` and is there only while it is open.
 */
export function usePopup(anchor: RefObject<HTMLElement | null>, align: 'start' | 'end' = 'start') {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popup = ref.current;
    if (popup === null) return;
    popup.showPopover();
    const place = () => {
      if (anchor.current !== null) placeBeside(popup, anchor.current.getBoundingClientRect(), align);
    };
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(popup);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    return () => {
      sizes.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
    };
  }, [anchor, align]);
  return ref;
}

function placeBeside(popup: HTMLElement, anchor: DOMRect, align: 'start' | 'end'): void {
  const below = window.innerHeight - anchor.bottom - GAP_PX - EDGE_PX;
  const above = anchor.top - GAP_PX - EDGE_PX;
  const isList = popup.dataset['as'] === 'list';
  const tallest = isList ? TALLEST_PX.list : TALLEST_PX.menu;
  const wanted = Math.min(popup.scrollHeight + 2, tallest);
  const goesUp = below < wanted && above > below;
  const height = Math.min(wanted, goesUp ? above : below);
  const left = align === 'start' ? anchor.left : anchor.right - popup.offsetWidth;
  const rightmost = window.innerWidth - popup.offsetWidth - EDGE_PX;
  popup.style.maxHeight = `${Math.min(tallest, goesUp ? above : below)}px`;
  popup.style.minWidth = isList ? `${anchor.width}px` : '';
  popup.style.left = `${Math.max(EDGE_PX, Math.min(left, rightmost))}px`;
  popup.style.top = `${goesUp ? anchor.top - GAP_PX - height : anchor.bottom + GAP_PX}px`;
}
