import { useId } from 'react';
import type { ViewRow } from '../../protocol/slack.ts';
import { Dialog } from '../controls/dialog.tsx';
import { useDesk } from '../live/desk.ts';
import { ViewForm } from './view-form.tsx';

/** The modals that stand open, one over the other. Only the one on top is seen. */
export function Modals({ views }: { views: readonly ViewRow[] }) {
  const { act } = useDesk();
  const id = useId();
  const top = views.at(-1);
  if (top === undefined) return null;
  return (
    <Dialog className="modal" labelledBy={`${id}${top.id}`} onClose={() => void act({ do: 'close', viewId: top.id })}>
      {views.map((view) => (
        <ViewForm key={view.id} view={view} titleId={`${id}${view.id}`} isOnTop={view === top} />
      ))}
    </Dialog>
  );
}
