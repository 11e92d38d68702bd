import { type Block, Message } from 'slack-blocks-to-jsx';
import 'slack-blocks-to-jsx/dist/style.css';
import type { Json } from '../../protocol/slack.ts';
import { useDesk } from '../live/desk.ts';
import { useScheme } from '../theme/theme.ts';
import { textAt, typeOf } from './read.ts';

const DRAWN_BY_LIBRARY = [
  'card',
  'carousel',
  'container',
  'data_visualization',
  'file',
  'markdown',
  'plan',
  'task_card',
  'video',
];

type LibraryBlock = Json & Block;

function isOfLibrary(block: Json): block is LibraryBlock {
  return DRAWN_BY_LIBRARY.includes(typeOf(block));
}

/** Draws what slack-blocks-to-jsx draws well. It tells nobody of clicks, so nothing that acts is left to it. */
export function LibraryBlock({ block }: { block: Json }) {
  const theme = useScheme();
  const { people, channels, groups } = useDesk();
  if (!isOfLibrary(block)) return <p className="unknown">[{typeOf(block)}]</p>;
  const data = {
    users: [...people.values()].map(({ id, name }) => ({ id, name })),
    channels: [...channels].map(([id, name]) => ({ id, name })),
    user_groups: [...groups].map(([id, handle]) => ({ id, name: handle, handle })),
  };
  return (
    <div className="block-library" data-theme={theme} data-block={textAt(block, 'type')}>
      <Message blocks={[block]} name="" logo="" theme={theme} data={data} withoutWrapper />
    </div>
  );
}
