import { sendOrder } from '../live/server.ts';
import { usePage } from '../live/use-store.ts';
import { CloseButton, PaneHead } from '../pane/pane-head.tsx';
import { TownPanel } from '../town/town-panel.tsx';

/** The town beside Slack; on a phone it has the screen to itself. */
export function TownPane({ as: Pane, onClose }: { as: 'main' | 'aside'; onClose(): void }) {
  const held = usePage((state) => state.town);
  return (
    <Pane className="pane town-pane" aria-labelledby="town-name">
      <PaneHead
        titleId="town-name"
        title={
          <>
            Town <span className="pane-where">what really runs</span>
          </>
        }
        tools={<CloseButton label="Close the town" onClose={onClose} />}
        backLabel="Back to Slack"
        onBack={onClose}
      />
      <TownPanel held={held} order={sendOrder} />
    </Pane>
  );
}
