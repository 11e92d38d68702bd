import type { ServiceView } from './service-view.ts';
import { soleServer, type TrafficRow } from './traffic.ts';

type Seen = Pick<ServiceView, 'settled' | 'serving' | 'traffic'>;

/** What serves, or what will when the write that is under way has ended; a write that failed changes nothing any more. */
export function comingRows({ settled, serving, traffic }: Seen): readonly TrafficRow[] {
  return settled ? serving : traffic;
}

/** True while this revision serves everything and no write that is under way takes it away. */
export function standsOn(view: Seen, revision: string): boolean {
  return soleServer(view.serving) === revision && soleServer(comingRows(view)) === revision;
}
