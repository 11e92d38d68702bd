import type { Rollout } from '../core/rollout.ts';
import type { Ground } from '../core/verdict.ts';
import { hadNoUsers } from './progress.ts';

/** What to do after a rollback, in one breath: whoever reads it may have been woken for it. */
const AFTER_A_ROLLBACK: Partial<Record<Ground, string>> = {
  errors: 'Read the error patterns in the thread, mend the code, deploy again',
  slow: 'Compare slow requests of both revisions in Cloud Trace, mend what got slower, deploy again',
  silent: 'It takes requests and does not answer: look for what hangs at its start or in a call that never returns',
  refused: 'Its code is not to blame: give it more instances or more concurrency, then deploy the same image again',
  memory: 'It holds more memory than the old one: look for a leak, or raise its limit, then deploy again',
  cpu: 'It burns more CPU than the old one: look for what got dearer, or raise its limit, then deploy again',
  budget: 'Read the error patterns in the thread; a smaller first share costs fewer failed requests next time',
};

/** What to do while the judge cannot say yes; null where time alone mends it. */
const WHILE_UNSURE: Partial<Record<Ground, string>> = {
  shared: 'Look at what both share (database, network, another service). It goes on by itself when the old one is well',
  alert: 'Look at the alert in Cloud Monitoring; it goes on when the alert is closed',
  blind: 'Look at the service yourself before you press: what cannot be seen is not known to be well',
  instances: 'Raise its limit of instances, or roll back: it has none left for more users',
};

/** The next step after a rollback that the judge decided; null where a person did, who knows why. */
export function stepAfterRollback(rollout: Rollout): string | null {
  const { verdict } = rollout;
  if (verdict?.kind !== 'fail' || verdict.ground === null || hadNoUsers(rollout)) return null;
  return AFTER_A_ROLLBACK[verdict.ground] ?? null;
}

export function stepWhileUnsure({ verdict }: Rollout): string | null {
  if (verdict?.kind !== 'inconclusive' || verdict.ground === null) return null;
  // Before anybody is asked there is nothing to press.
  if (verdict.ground === 'blind' && verdict.needs === 'time') return null;
  return WHILE_UNSURE[verdict.ground] ?? (verdict.needs === 'person' ? CHOICE : null);
}

const CHOICE = 'Wait (it goes on being judged), advance on what was seen, or roll back';
