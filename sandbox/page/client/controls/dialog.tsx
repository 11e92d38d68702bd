import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { giveFocus, pathOf } from '../focus/give-focus.ts';

type DialogProps = {
  labelledBy: string;
  describedBy?: string;
  className: string;
  /** Esc, or the browser's own way to close. */
  onClose(): void;
  children: ReactNode;
};

/** A modal dialog of the browser's own: it holds the focus, and gives it back to where it was. */
export function Dialog({ labelledBy, describedBy, className, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const before = pathOf(document.activeElement);
    dialog.showModal();
    return () => {
      dialog.close();
      // Until the dialog is taken out of the page, everything else is inert: what gets the focus now would take no keys.
      queueMicrotask(() => giveFocus(before));
    };
  }, []);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={`dialog ${className}`}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // A browser that lets nobody hold back a second Esc has closed it; it stays until the page takes it away.
        if (ref.current?.isConnected && !ref.current.open) ref.current.showModal();
      }}
    >
      {children}
    </dialog>
  );
}
