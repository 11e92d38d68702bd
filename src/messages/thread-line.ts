import type { RolloutEvent } from '../core/event.ts';
import { never } from '../core/never.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { ErrorGlance } from '../core/patterns/glance.ts';
import type { Rollout } from '../core/rollout.ts';
import { hasEnded } from '../core/rollout.ts';
import * as deploy from './deploy-lines.ts';
import { endNotice } from './end-notices.ts';
import * as foreign from './foreign-lines.ts';
import { foundAgain } from './found-again.ts';
import * as hold from './hold-lines.ts';
import * as phase from './phase-lines.ts';
import * as rollback from './rollback-lines.ts';

const SILENT = [
  'planned',
  'expired',
  'queued',
  'held',
  'notStarted',
  'leftQueue',
  'unfrozen',
  'looked',
  'foundHalfWay',
] as const satisfies readonly RolloutEvent['kind'][];

function isSilent(event: RolloutEvent): event is RolloutEvent & { readonly kind: (typeof SILENT)[number] } {
  return SILENT.some((kind) => kind === event.kind);
}

/** What the thread says about an event; `rollout` is as the event left it. Null: it is not worth a line. */
export function threadLine(rollout: Rollout, event: RolloutEvent): MessageContent | null {
  if (isSilent(event)) return null;
  switch (event.kind) {
    case 'started':
      return deploy.started(rollout);
    case 'revisionCreated':
      return deploy.revisionCreated(rollout);
    case 'revisionReady':
      return deploy.revisionReady(rollout, event.tookMs);
    case 'singleWriterStopped':
      return deploy.singleWriterStopped(rollout);
    case 'singleWriterStarting':
      return deploy.singleWriterStarting(rollout);
    case 'verified':
      return deploy.verified(rollout, event.detail);
    case 'shifting':
      return phase.shifting(rollout, event.toPercent, event.by);
    case 'phaseBegan':
      return phase.phaseBegan(rollout, event.percent);
    case 'bakesOn':
      return phase.bakesOn(rollout, event.because);
    case 'askedToAdvance':
      return phase.askedToAdvance(rollout, event.missing);
    case 'paused':
    case 'resumed':
    case 'troubled':
    case 'recovered':
    case 'foreignChange':
    case 'foreignGone':
    case 'adopted':
    case 'restoring':
    case 'restored':
    case 'stuck':
    case 'foundAgain':
      return held(rollout, event);
    case 'rollbackBegan':
      return rollback.rollbackBegan(rollout, event.reason, event.fromPercent);
    case 'routedBack':
      return rollback.routedBack(rollout);
    case 'rolledBack':
    case 'failed':
    case 'aborted':
    case 'succeeded':
      return ended(rollout, 'errors' in event ? event.errors : null);
    default:
      return never(event);
  }
}

type Held =
  | 'paused'
  | 'resumed'
  | 'troubled'
  | 'recovered'
  | 'foreignChange'
  | 'foreignGone'
  | 'adopted'
  | 'restoring'
  | 'restored'
  | 'stuck'
  | 'foundAgain';

/** What keeps a rollout from going on, and what lets it. */
function held(rollout: Rollout, event: Extract<RolloutEvent, { readonly kind: Held }>): MessageContent {
  switch (event.kind) {
    case 'paused':
      return hold.paused(rollout, event.reason);
    case 'resumed':
      return hold.resumed(rollout, event.by);
    case 'troubled':
      return hold.troubled(rollout, event.trouble);
    case 'recovered':
      return hold.recovered(rollout);
    case 'foreignChange':
      return foreign.changed(rollout, event.change, event.again);
    case 'foreignGone':
      return foreign.gone(rollout);
    case 'adopted':
      return foreign.adopted(rollout, event.by, event.change);
    case 'restoring':
      return foreign.restoring(rollout, event.by, event.change);
    case 'restored':
      return foreign.restored(rollout);
    case 'stuck':
      return rollback.stuck(rollout, event.nextStep);
    case 'foundAgain':
      return foundAgain(rollout);
    default:
      return never(event);
  }
}

function ended(rollout: Rollout, errors: ErrorGlance | null): MessageContent {
  if (!hasEnded(rollout)) throw new Error(`rollout ${rollout.id} is ${rollout.state}, yet its end is told`);
  return endNotice(rollout, errors);
}
