import { lazy, memo, Suspense } from 'react';
import type { Json } from '../../protocol/slack.ts';
import { typeOf } from './read.ts';

/** The library that draws charts, plans and cards is large, and most channels have none. */
const LibraryBlock = lazy(async () => ({ default: (await import('./library-block.tsx')).LibraryBlock }));

/** A block that only reads, and that is not among those that every message has. */
export const RareBlock = memo(({ block }: { block: Json }) => {
  return (
    <Suspense fallback={<p className="block-loading">Drawing the {typeOf(block).replaceAll('_', ' ')}…</p>}>
      <LibraryBlock block={block} />
    </Suspense>
  );
});
