import { createRoot } from 'react-dom/client';
import type { Exhibit, Gallery } from '../../protocol/gallery.ts';
import { SlackView } from '../home/slack-view.tsx';
import { DeskContext, deskOf } from '../live/desk.ts';
import { SlackMessage } from '../message/slack-message.tsx';
import { ViewForm } from '../modal/view-form.tsx';
import '../styles.ts';
import { applyTheme } from '../theme/theme.ts';
import './gallery.css';

declare global {
  var gallery: Gallery;
}

applyTheme();
const { exhibits, names } = globalThis.gallery;
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <DeskContext value={deskOf({ ...names, shortcuts: [] })}>
      <main className="gallery">
        {exhibits.map((exhibit) => (
          <figure key={exhibit.name} className="exhibit">
            <figcaption>{exhibit.name}</figcaption>
            <Drawn exhibit={exhibit} />
          </figure>
        ))}
      </main>
    </DeskContext>,
  );

function Drawn({ exhibit }: { exhibit: Exhibit }) {
  switch (exhibit.kind) {
    case 'message':
      return <SlackMessage row={exhibit.row} />;
    case 'home':
      return <SlackView view={exhibit.view} />;
    case 'modal':
      return (
        <div className="exhibit-modal">
          <ViewForm view={exhibit.view} titleId={exhibit.name} isOnTop />
        </div>
      );
  }
}
