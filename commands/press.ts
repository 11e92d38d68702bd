import type { Answer } from '../src/core/answer.ts';
import {
  FORM_BUTTON,
  isButtonAction,
  isPatternButton,
  LINK_BUTTON,
  readGateValue,
  readPlanValue,
  readUnfreezeValue,
} from '../src/core/button.ts';
import { type Catalog, findEnvironment, findService } from '../src/core/catalog.ts';
import type { Press } from '../src/core/heard.ts';
import type { Request } from '../src/core/request.ts';
import { refusing } from './answers.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { pressedKey } from './idempotency-key.ts';
import { pressPattern } from './press-pattern.ts';
import { deployByForm } from './shortcut.ts';

/** Answers a button. Whether it is still in force is for the worker to say, who reads and settles it in one step. */
export async function press(pressed: Press, world: CommandWorld): Promise<Answer> {
  if (pressed.actionId === LINK_BUTTON) return { kind: 'nothing' };
  if (pressed.actionId === FORM_BUTTON) return deployByForm(pressed, world);
  if (isPatternButton(pressed.actionId)) return pressPattern(pressed.actionId, pressed, world);
  const request = read(pressed);
  if (!request || isUnknownPlace(request, world.catalog())) return refusing({ kind: 'unknownButton' });
  const isRollback = request.kind === 'rollback' || (request.kind === 'confirm' && request.of === 'rollback');
  const withoutUs = isRollback ? 'npm run slipway -- rollback SERVICE ENV' : null;
  return ask({ key: pressedKey(pressed), request, withoutUs }, pressed, world);
}

function isUnknownPlace(request: Request, catalog: Catalog): boolean {
  if (request.kind !== 'unfreeze') return false;
  return !findEnvironment(catalog, request.env) || !findService(catalog, request.service);
}

/** Null for an action id or a value that is none of ours: a button is data from outside. */
function read({ actionId, value }: Press): Request | null {
  if (!isButtonAction(actionId)) return null;
  switch (actionId) {
    case 'confirm_plan':
      return confirming(value, 'deploy');
    case 'supersede':
      return queueing('supersede', value);
    case 'wait_for_it':
      return queueing('wait', value);
    case 'stop_waiting':
      return ofWaiting('stopWaiting', value);
    case 'show_plan':
      return ofWaiting('showPlan', value);
    case 'roll_back_now':
      return confirming(value, 'rollback');
    case 'unfreeze': {
      const place = readUnfreezeValue(value);
      return place && { kind: 'unfreeze', ...place };
    }
    case 'advance':
    case 'pause':
    case 'resume':
    case 'adopt':
    case 'restore':
    case 'abort':
    case 'roll_back':
      return gated(actionId, value);
  }
}

function confirming(value: string, of: 'deploy' | 'rollback'): Request | null {
  const plan = readPlanValue(value);
  return plan && { kind: 'confirm', of, ...plan };
}

function queueing(kind: 'supersede' | 'wait', value: string): Request | null {
  const plan = readPlanValue(value);
  return plan && { kind, ...plan };
}

function ofWaiting(kind: 'stopWaiting' | 'showPlan', value: string): Request | null {
  const gate = readGateValue(value);
  return gate && { kind, rolloutId: gate.rolloutId };
}

type Gated = 'advance' | 'pause' | 'resume' | 'adopt' | 'restore' | 'abort' | 'roll_back';

function gated(action: Gated, value: string): Request | null {
  const gate = readGateValue(value);
  if (!gate) return null;
  const rollout = { by: 'button', ...gate } as const;
  if (action === 'advance' || action === 'adopt' || action === 'restore') return { kind: action, rollout };
  if (action === 'roll_back') return { kind: 'rollback', rollout, toRevision: null, now: true, because: null };
  return { kind: action, rollout, because: null };
}
