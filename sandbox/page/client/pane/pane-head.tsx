import type { ReactNode } from 'react';
import { Icon } from '../icon/icon.tsx';
import { usePage } from '../live/use-store.ts';
import { PHONE, useMedia } from './use-media.ts';

type PaneHeadProps = {
  titleId: string;
  title: ReactNode;
  /** Beside the title, such as "Private". */
  tags?: ReactNode;
  /** At the far end. */
  tools: ReactNode;
  /** What the arrow does that a phone has. */
  backLabel: string;
  onBack(): void;
};

/** The line above a pane. On a phone it stands alone, without the sidebar that has the name of the workspace. */
export function PaneHead({ titleId, title, tags, tools, backLabel, onBack }: PaneHeadProps) {
  const isPhone = useMedia(PHONE);
  const workspaceName = usePage((state) => state.snapshot?.workspaceName);
  return (
    <header className="pane-head">
      {isPhone && <h1 className="sr-only">{workspaceName}</h1>}
      <button type="button" className="icon-button back" aria-label={backLabel} onClick={onBack}>
        <Icon name="back" />
      </button>
      <h2 id={titleId}>{title}</h2>
      {tags}
      <span className="pane-tools">{tools}</span>
    </header>
  );
}

/** Closes a pane that stands beside the channel. */
export function CloseButton({ label, onClose }: { label: string; onClose(): void }) {
  return (
    <button type="button" className="icon-button wide-only" aria-label={label} title={label} onClick={onClose}>
      <Icon name="close" />
    </button>
  );
}
