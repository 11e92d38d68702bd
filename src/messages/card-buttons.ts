import type { Button } from '@slack/types';
import type { ButtonAction } from '../core/button.ts';
import { gateValue } from '../core/button.ts';
import { can, type Operation } from '../core/can.ts';
import { isStoppedByOthers } from '../core/foreign-change.ts';
import { gateOf } from '../core/gate.ts';
import { clip } from '../core/plain-text.ts';
import { isPreview, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { SLACK_LIMITS } from '../core/slack-limits.ts';
import { button, type Confirm } from './blocks.ts';
import { adoptConfirm, restoreConfirm } from './foreign-choices.ts';
import { clause } from './names.ts';
import { pressLabel } from './progress.ts';
import { lacksEvidence } from './proof.ts';

/** Buttons in the order they stand on the card; which of them stand there is said by `STATES_THAT_ALLOW` alone. */
const ORDER: readonly Exclude<Operation, 'advance' | 'supersede'>[] = [
  'pause',
  'resume',
  'adopt',
  'restore',
  'rollBack',
  'abort',
];

const LABELS = {
  pause: 'Pause',
  resume: 'Resume',
  adopt: 'Adopt',
  restore: 'Restore',
  rollBack: 'Roll Back',
  abort: 'Abort',
} as const;
const ACTIONS = {
  pause: 'pause',
  resume: 'resume',
  adopt: 'adopt',
  restore: 'restore',
  rollBack: 'roll_back',
  abort: 'abort',
} as const satisfies Record<string, ButtonAction>;

export function cardButtons(rollout: Rollout): readonly Button[] {
  // A plan is shown to one person alone and has its own button.
  if (rollout.state === 'planned' || rollout.state === 'queued') return [];
  const value = gateValue(rollout.id, gateOf(rollout));
  const others = ORDER.filter((operation) => can(operation, rollout)).map((operation) => {
    const confirm = confirmOf(operation, rollout);
    return button({ action: ACTIONS[operation], label: LABELS[operation], value, ...(confirm && { confirm }) });
  });
  return can('advance', rollout) ? [advanceButton(rollout, value), ...others] : others;
}

function advanceButton(rollout: RolloutIn<'waiting'>, value: string): Button {
  const label = pressLabel(rollout);
  const confirm = isPreview(rollout) ? switching(label, rollout) : notPassed(label, rollout);
  return button({ action: 'advance', label, value, style: 'primary', ...(confirm && { confirm }) });
}

/** Nothing was judged yet, so whoever presses should have looked. */
function switching(label: string, { service, env, previewUrl }: Rollout): Confirm {
  const looked = previewUrl === null ? '' : ` Have you looked at ${clip(previewUrl, 120)} ?`;
  return {
    title: 'Switch all users?',
    text: `No user has been on it yet.${looked} All users of ${service} in ${env} go to it at once; the old revision stays warm.`,
    yes: clip(label, SLACK_LIMITS.confirmButton),
    no: 'Keep Waiting',
  };
}

function notPassed(label: string, rollout: RolloutIn<'waiting'>): Confirm | null {
  const { missing } = rollout;
  if (missing === null) return null;
  return {
    title: lacksEvidence(rollout) ? 'Evidence is missing' : 'It has not passed',
    text: `${clip(clause(missing), 180)}. ${label} all the same? Your name stands under it.`,
    yes: clip(label, SLACK_LIMITS.confirmButton),
    no: 'Keep Waiting',
    danger: true,
  };
}

function confirmOf(operation: Operation, rollout: Rollout): Confirm | null {
  if (operation === 'adopt') return isStoppedByOthers(rollout) ? adoptConfirm(rollout) : null;
  if (operation === 'restore') return isStoppedByOthers(rollout) ? restoreConfirm(rollout) : null;
  const where = `${rollout.service} in ${rollout.env}`;
  if (operation === 'rollBack') {
    return {
      title: 'Roll back?',
      text: `All traffic of ${where} goes to ${rollout.stable?.revision ?? 'nothing'} at once, and ${where} is frozen until somebody unfreezes it.`,
      yes: 'Roll Back',
      no: 'Keep Going',
      danger: true,
    };
  }
  if (operation === 'abort') {
    return {
      title: 'Abort this rollout?',
      text: rollout.stable
        ? `It ends here. Traffic that has moved goes back to ${rollout.stable.revision}; nothing is frozen.`
        : 'It ends here. Nothing served before, so the service stays as it is; nothing is frozen.',
      yes: 'Abort Rollout',
      no: 'Keep Going',
      danger: true,
    };
  }
  return null;
}
