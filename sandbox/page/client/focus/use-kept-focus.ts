import { useEffect } from 'react';
import { type FocusPath, giveFocus, pathOf } from './give-focus.ts';

/** Keeps whoever uses the keyboard where they are when what they pressed goes away, as the buttons of a card do. */
export function useKeptFocus(): void {
  useEffect(() => {
    let path: FocusPath = [];
    const onFocus = ({ target }: FocusEvent) => {
      path = pathOf(target instanceof Element ? target : null);
    };
    const onBlur = () =>
      queueMicrotask(() => {
        // Left by the person's own will, as with a click beside everything.
        if (isNowhere() && path[0]?.isConnected) path = [];
      });
    const onChange = () => {
      if (isNowhere() && path[0]?.isConnected === false) giveFocus(path);
    };
    const changes = new MutationObserver(onChange);
    changes.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onBlur);
    return () => {
      changes.disconnect();
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onBlur);
    };
  }, []);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
