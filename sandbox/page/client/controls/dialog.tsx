import { type ReactNode, useLayoutEffect, useRef } from 'react';

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
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
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
