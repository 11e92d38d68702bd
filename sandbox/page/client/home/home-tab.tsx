import { type ReactNode, useEffect } from 'react';
import { Icon } from '../icon/icon.tsx';
import { usePage, useStore } from '../live/use-store.ts';
import { SlackView } from './slack-view.tsx';

type HomeTabProps = { onBack(): void; tools: ReactNode };

/** The app's Home tab, made by the app for this person when they open it. */
export function HomeTab({ onBack, tools }: HomeTabProps) {
  const { act } = useStore();
  const home = usePage((state) => state.snapshot?.home ?? null);
  const me = usePage((state) => state.snapshot?.me.id);
  const isUp = usePage((state) => state.link === 'up');
  useEffect(() => {
    if (isUp && me !== undefined) void act({ do: 'openHome' });
  }, [act, isUp, me]);
  return (
    <main className="pane home" id="channel" tabIndex={-1} aria-labelledby="channel-name">
      <header className="pane-head">
        <button type="button" className="icon-button back" aria-label="Show the channels" onClick={onBack}>
          <Icon name="back" />
        </button>
        <h2 id="channel-name">Slipway</h2>
        <span className="tag">App</span>
        <span className="pane-tools">{tools}</span>
      </header>
      <div className="home-body">
        {home === null ? (
          <p className="messages-loading">Slipway has not made your Home yet.</p>
        ) : (
          <SlackView key={home.id} view={home} />
        )}
      </div>
    </main>
  );
}
