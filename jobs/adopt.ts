import { can } from '../src/core/can.ts';
import type { RolloutEvent } from '../src/core/event.ts';
import {
  adoptionOf,
  foreignChange,
  isStoppedByOthers,
  restorationOf,
  type Stopped,
} from '../src/core/foreign-change.ts';
import { changeOf, goOnWith, shiftOver } from '../src/core/foreign-transitions.ts';
import { redact } from '../src/core/redaction/redact.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Rollout, Stored } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { fenceOf } from '../src/core/trace.ts';
import { abort } from '../src/core/transitions.ts';
import { adopted, restoring } from '../src/messages/answered.ts';
import { foundText } from '../src/messages/foreign-words.ts';
import { type Asking, change, type Turn } from './change.ts';
import type { Reply } from './command.ts';
import { endTakenOver, follow, isAsShown } from './foreign.ts';
import { homeOf, type World } from './job.ts';

/** What others made becomes the rollout's own: it goes on from there, or ends where that is no rollout any more. */
export function adopt(asking: Asking, world: World): Promise<Reply> {
  const by = asking.person.userId;
  return change('adopt', 'control', asking, world, async ({ rollout, version }) => {
    if (!can('adopt', rollout) || !isStoppedByOthers(rollout)) return null;
    return asItWasShown({ rollout, version }, world, (stopped) => adoption(stopped, by, world.now()));
  });
}

/** Our split, tags and pins are written again over what the person was shown. */
export function restore(asking: Asking, world: World): Promise<Reply> {
  const by = asking.person.userId;
  return change('restore', 'control', asking, world, async ({ rollout, version }) => {
    if (!can('restore', rollout) || !isStoppedByOthers(rollout)) return null;
    return asItWasShown({ rollout, version }, world, (stopped) => {
      const next = shiftOver(stopped, { how: 'restore', ...restorationOf(stopped) }, { by, nowMs: world.now() });
      return { next, event: chosen('restoring', stopped, next, by), answer: restoring(next) };
    });
  });
}

function adoption(stopped: Stopped, by: string, nowMs: number): Turn {
  const found = adoptionOf(stopped);
  if (found.kind === 'end') return ending(stopped, found.why, by, nowMs);
  const next =
    found.kind === 'shift'
      ? shiftOver(stopped, { how: 'adopt', ...found }, { by, nowMs })
      : goOnWith(stopped, by, nowMs);
  return { next, event: chosen('adopted', stopped, next, by), answer: adopted(next) };
}

function chosen(kind: 'adopted' | 'restoring', { foreign }: Stopped, next: Rollout, by: string): RolloutEvent {
  return { kind, by, change: changeOf(foreign), toPercent: next.state === 'shifting' ? next.toPercent : null };
}

/** Nothing is written: the traffic stays as others made it, and the end says so. */
function ending(stopped: Stopped, why: 'rolledBack' | 'handedOver', by: string, nowMs: number): Turn {
  const found = foundText(stopped.foreign, stopped);
  const text = why === 'rolledBack' ? `adopted as a rollback: ${found}` : `handed over as it stands: ${found}`;
  const reason = { who: by, text: redact(text) };
  const next = abort(stopped, reason, nowMs, stopped.foreign.traffic?.now ?? []);
  return { next, event: { kind: 'aborted', reason }, answer: adopted(next) };
}

/**
 * The press was for what the card said. What others did since is told first, with buttons that mean it: nobody adopts or
 * overwrites what they have not seen.
 */
async function asItWasShown(
  stored: Stored<Stopped>,
  world: World,
  turn: (stopped: Stopped) => Turn,
): Promise<Turn | 'answered' | 'conflict' | { readonly refusal: Refusal }> {
  const { rollout } = stored;
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) throw new Error(`${rollout.service} no longer exists in ${rollout.env}`);
  if (fenceOf(view) > rollout.fence) return outranked(stored, view, world);
  const now = foreignChange(view, rollout);
  if (isAsShown(rollout, now)) return turn(rollout);
  if ((await follow(stored, now, world)).kind !== 'done') return 'conflict';
  const { service, env } = rollout;
  const found = now === null ? UNDONE : foundText(now, rollout);
  return { refusal: { kind: 'changedAgain', service, env, found: redact(found) } };
}

const UNDONE = 'others have put everything back as the rollout had left it';

/** The next read says whose the service is now. */
async function outranked(stored: Stored<Stopped>, view: ServiceView, world: World): Promise<'conflict'> {
  await endTakenOver(stored, view, world);
  return 'conflict';
}
