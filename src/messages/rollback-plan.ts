import { gateValue } from '../core/button.ts';
import { gateOf } from '../core/gate.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { actions, type Block, button, context, fields, message, section } from './blocks.ts';
import { code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace, place } from './names.ts';
import { shownPercent } from './progress.ts';

export type RollbackPlanShown = {
  /** The live rollout, or the planned one that `/rollback` made where none is live. */
  readonly rollout: Rollout;
  /** `because`: why this one, e.g. "it served 100 % before". */
  readonly target: { readonly revision: string; readonly because: string };
  readonly notes: readonly string[];
};

/** What a rollback would do, shown once to the person who asked; the button then acts at once. */
export function rollbackPlanMessage({ rollout, target, notes }: RollbackPlanShown): MessageContent {
  const blocks: readonly (Block | null)[] = [
    section(mrkdwn`⏪ *Roll back ${place(rollout)}?*`),
    fields([
      { label: 'From', value: leaving(rollout) },
      { label: 'To', value: mrkdwn`${code(target.revision)}: ${target.because}` },
    ]),
    section(joined(effects(rollout, target.revision).concat(notes.map((note) => mrkdwn`• ${note}`)), '\n')),
    actions(`rollback-${rollout.id}`, [
      button({
        action: 'roll_back_now',
        label: 'Roll Back Now',
        value: gateValue(rollout.id, gateOf(rollout)),
        style: 'danger',
      }),
    ]),
    context(mrkdwn`Only you see this. One press acts at once.`),
  ];
  return message(
    mrkdwn`Roll ${inPlace(rollout)} back from ${code(rollout.canary)} to ${code(target.revision)}? Press Roll Back Now.`,
    blocks.filter((block) => block !== null),
  );
}

function leaving(rollout: Rollout): Mrkdwn {
  return rollout.kind === 'rollback'
    ? mrkdwn`${code(rollout.canary)} 100 %`
    : mrkdwn`${code(rollout.canary)} ${shownPercent(rollout)} %`;
}

function effects(rollout: Rollout, target: string): readonly Mrkdwn[] {
  const traffic =
    rollout.plan.strategy === 'replace'
      ? mrkdwn`• It is down while ${code(target)} is started again.`
      : mrkdwn`• All traffic goes to ${code(target)}; ${code(rollout.canary)} stays at 0 %.`;
  return [traffic, mrkdwn`• ${inPlace(rollout)} is frozen afterwards, until somebody unfreezes it.`];
}
