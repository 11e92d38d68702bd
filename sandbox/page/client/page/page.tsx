import { useEffect } from 'react';
import { useKeptFocus } from '../focus/use-kept-focus.ts';
import { DeskContext } from '../live/desk.ts';
import { useDeskOfPage } from '../live/use-desk-of-page.ts';
import { usePage } from '../live/use-store.ts';
import { Modals } from '../modal/modals.tsx';
import { Announcer } from '../notice/announcer.tsx';
import { Banner } from '../notice/banner.tsx';
import { Notices } from '../notice/notices.tsx';
import { Sidebar } from '../sidebar/sidebar.tsx';
import { Middle } from './middle.tsx';
import { useKeys } from './use-keys.ts';
import { usePanes } from './use-panes.ts';

/** The whole page of one person. On a phone one pane is seen at a time; which one, the style sheet reads from `data-pane`. */
export function Page() {
  const desk = useDeskOfPage();
  const modals = usePage((state) => state.snapshot?.modals);
  const panes = usePanes();
  useKeys();
  useKeptFocus();
  useTitle();
  if (desk === null) return <Starting />;
  return (
    <DeskContext value={desk}>
      <a className="skip" href="#channel">
        Skip to the messages
      </a>
      <Banner />
      <div className="page" data-pane={panes.front}>
        {panes.isAlone && panes.front === 'list' ? (
          <main className="list-pane">
            <Sidebar onChosen={panes.leaveList} />
          </main>
        ) : (
          <Sidebar onChosen={panes.leaveList} />
        )}
        <Middle panes={panes} />
      </div>
      <Modals views={modals ?? []} />
      <Notices />
      <Announcer />
    </DeskContext>
  );
}

function Starting() {
  const isLost = usePage((state) => state.link === 'lost');
  return (
    <main className="starting">
      <h1>Slipway</h1>
      <p role="status">{isLost ? 'The sandbox does not answer. Trying again…' : 'Opening the workspace…'}</p>
    </main>
  );
}

/** The tab says where one is, and how many mentions wait. */
function useTitle() {
  const title = usePage(({ place, snapshot }) => {
    const mentions = snapshot?.channels.reduce((sum, channel) => sum + channel.mentions, 0) ?? 0;
    const here = snapshot?.channels.find((channel) => channel.id === place.channelId)?.name ?? 'Home';
    return `${mentions > 0 ? `(${mentions}) ` : ''}${here} · ${snapshot?.workspaceName ?? 'Slipway'}`;
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
