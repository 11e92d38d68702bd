import { isButtonAction, readGateValue, readPlanValue, readUnfreezeValue } from '../src/core/button.ts';
import { findEnvironment, findService } from '../src/core/catalog.ts';
import type { Permission } from '../src/core/refusal.ts';
import type { Request } from '../src/core/request.ts';
import type { Rollout } from '../src/core/rollout.ts';
import { notTaken, refusing } from './answers.ts';
import { ask } from './ask.ts';
import type { Answer, CommandWorld, Press } from './command.ts';
import { pressedKey } from './idempotency-key.ts';

/** How many of the newest rollouts a button's may be among; of an older one the worker alone knows. */
const LOOKED_AT = 50;

/** Answers a button. Whether it is still in force is for the worker to say, who reads and settles it in one step. */
export async function press(pressed: Press, world: CommandWorld): Promise<Answer> {
  const wish = read(pressed);
  if (!wish) return refusing({ kind: 'unknownButton' });
  const { request, permission } = wish;
  const withoutUs = permission === 'rollBack' ? 'npm run slipway -- rollback SERVICE ENV' : null;
  const asked = { key: pressedKey(pressed), request, permission, withoutUs };
  const catalog = world.catalog();

  if (request.kind === 'unfreeze') {
    const environment = findEnvironment(catalog, request.env);
    if (!environment || !findService(catalog, request.service)) return refusing({ kind: 'unknownButton' });
    return ask({ ...asked, environment, rollout: null }, pressed, world);
  }
  const rollout = await findRollout(wish.rolloutId, world).catch(() => 'unreachable' as const);
  if (rollout === 'unreachable') return notTaken(withoutUs);
  const environment = rollout ? (findEnvironment(catalog, rollout.env) ?? null) : null;
  return ask({ ...asked, environment, rollout }, pressed, world);
}

async function findRollout(id: string | null, { rollouts }: CommandWorld): Promise<Rollout | null> {
  const recent = await rollouts.recent(LOOKED_AT);
  return recent.find(({ rollout }) => rollout.id === id)?.rollout ?? null;
}

type Wish = { readonly request: Request; readonly permission: Permission; readonly rolloutId: string | null };

/** Null for an action id or a value that is none of ours: a button is data from outside. */
function read({ actionId, value }: Press): Wish | null {
  if (!isButtonAction(actionId)) return null;
  switch (actionId) {
    case 'confirm_plan':
      return confirming(value, 'deploy');
    case 'roll_back_now':
      return confirming(value, 'rollBack');
    case 'unfreeze': {
      const place = readUnfreezeValue(value);
      return place && { request: { kind: 'unfreeze', ...place }, permission: 'unfreeze', rolloutId: null };
    }
    case 'advance':
    case 'pause':
    case 'resume':
    case 'abort':
    case 'roll_back':
      return gated(actionId, value);
  }
}

function confirming(value: string, permission: Permission): Wish | null {
  const plan = readPlanValue(value);
  const of = permission === 'deploy' ? 'deploy' : 'rollback';
  return plan && { request: { kind: 'confirm', of, ...plan }, permission, rolloutId: plan.rolloutId };
}

function gated(action: 'advance' | 'pause' | 'resume' | 'abort' | 'roll_back', value: string): Wish | null {
  const gate = readGateValue(value);
  if (!gate) return null;
  const { rolloutId } = gate;
  const rollout = { by: 'button', ...gate } as const;
  if (action === 'advance') return { request: { kind: 'advance', rollout }, permission: 'advance', rolloutId };
  if (action === 'roll_back') {
    const request = { kind: 'rollback', rollout, toRevision: null, now: true, because: null } as const;
    return { request, permission: 'rollBack', rolloutId };
  }
  return { request: { kind: action, rollout, because: null }, permission: 'control', rolloutId };
}
