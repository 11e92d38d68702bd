import { useMemo } from 'react';
import type { ViewRow } from '../../protocol/slack.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { listAt } from '../blocks/read.ts';
import { SurfaceProvider, useNewSurface } from '../controls/surface.tsx';

/** The blocks of a Home tab. It needs a desk around it, and no server. */
export function SlackView({ view }: { view: ViewRow }) {
  const blocks = useMemo(() => listAt(view.definition, 'blocks'), [view.definition]);
  const at = useMemo(() => ({ in: 'view' as const, viewId: view.id }), [view.id]);
  const surface = useNewSurface(at, blocks);
  return (
    <SurfaceProvider of={surface}>
      <Blocks blocks={blocks} />
    </SurfaceProvider>
  );
}
