import { type ReactNode, useEffect } from 'react';
import { usePage, useStore } from '../live/use-store.ts';
import { PaneHead } from '../pane/pane-head.tsx';
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
      <PaneHead
        titleId="channel-name"
        title="Slipway"
        tags={<span className="tag">App</span>}
        tools={tools}
        backLabel="Show the channels"
        onBack={onBack}
      />
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
