import { Icon } from '../icon/icon.tsx';
import { sendOrder } from '../live/server.ts';
import { usePage } from '../live/use-store.ts';
import { TownPanel } from '../town/town-panel.tsx';

/** The town beside Slack; on a phone it has the screen to itself. */
export function TownPane({ onClose }: { onClose(): void }) {
  const held = usePage((state) => state.town);
  return (
    <aside className="pane town-pane" aria-labelledby="town-name">
      <header className="pane-head">
        <button type="button" className="icon-button back" aria-label="Back to Slack" onClick={onClose}>
          <Icon name="back" />
        </button>
        <h2 id="town-name">
          Town <span className="pane-where">what really runs</span>
        </h2>
        <span className="pane-tools">
          <button
            type="button"
            className="icon-button wide-only"
            aria-label="Close the town"
            title="Close the town"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </span>
      </header>
      <TownPanel held={held} order={sendOrder} />
    </aside>
  );
}
