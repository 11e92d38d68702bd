import { planValue } from '../core/button.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { RolloutIn } from '../core/rollout.ts';
import { actions, type Block, button, context, fields, message, section } from './blocks.ts';
import { code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace, place } from './names.ts';

export type RollbackPlanShown = {
  /** What `/rollback` would begin: from its canary, which serves now, to its stable. */
  readonly rollout: RolloutIn<'planned'>;
  /** `because`: why this one, e.g. "it served 100 % before". */
  readonly target: { readonly revision: string; readonly because: string };
  readonly notes: readonly string[];
};

/** What a rollback would do, shown once to the person who asked; the button then acts at once. */
export function rollbackPlanMessage({ rollout, target, notes }: RollbackPlanShown): MessageContent {
  const blocks: readonly (Block | null)[] = [
    section(mrkdwn`⏪ *Roll back ${place(rollout)}?*`),
    fields([
      { label: 'From', value: code(rollout.canary) },
      { label: 'To', value: mrkdwn`${code(target.revision)}\n${target.because}` },
    ]),
    section(joined(effects(rollout, target.revision).concat(notes.map((note) => mrkdwn`• ${note}`)), '\n')),
    actions(`rollback-${rollout.id}`, [
      button({
        action: 'roll_back_now',
        label: 'Roll Back Now',
        value: planValue(rollout.id, rollout.plan.hash),
        style: 'danger',
      }),
    ]),
    context(mrkdwn`Only you see this. One press acts at once; the button works until ${date(rollout.expiresAtMs)}.`),
  ];
  return message(
    mrkdwn`Roll ${inPlace(rollout)} back from ${code(rollout.canary)} to ${code(target.revision)}? Press Roll Back Now.`,
    blocks.filter((block) => block !== null),
  );
}

function effects(rollout: RolloutIn<'planned'>, target: string): readonly Mrkdwn[] {
  const traffic = rollout.plan.singleWriter
    ? mrkdwn`• It is down while ${code(target)} is started again.`
    : mrkdwn`• All traffic goes to ${code(target)}; ${code(rollout.canary)} gets none.`;
  return [traffic, mrkdwn`• ${inPlace(rollout)} is frozen afterwards, until somebody unfreezes it.`];
}
