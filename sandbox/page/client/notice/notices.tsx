import { useLayoutEffect, useRef } from 'react';
import { Icon } from '../icon/icon.tsx';
import { usePage, useStore } from '../live/use-store.ts';

/** Short answers that no message carries, such as why a command was not taken. They lie over everything, dialogs too. */
export function Notices() {
  const { dismiss } = useStore();
  const notices = usePage((state) => state.notices);
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = ref;
    if (current?.matches(':popover-open')) current.hidePopover();
    if (notices.length > 0) current?.showPopover();
  }, [notices]);
  return (
    <div ref={ref} popover="manual" className="notices" role="status">
      {notices.map(({ id, text }) => (
        <p key={id} className="notice">
          {text}
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  );
}
