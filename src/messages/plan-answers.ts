import { clip } from '../core/plain-text.ts';
import type { RolloutIn } from '../core/rollout.ts';
import { SLACK_LIMITS } from '../core/slack-limits.ts';
import { type Block, type Confirm, section } from './blocks.ts';
import { joined, mrkdwn } from './mrkdwn.ts';

/** What the requester answers for by starting it, in the plan. */
export function answeredFor(checklist: readonly string[]): Block | null {
  if (checklist.length === 0) return null;
  const items = checklist.map((item) => mrkdwn`☑ ${item}`);
  // Ten of the longest sentences a catalog takes, with some of their signs escaped.
  return section(joined([mrkdwn`*By starting it you confirm*`, ...items], '\n'), 1200);
}

/** A question about what is planned: `does` says what its press does to the place, `effect` what then happens. */
type Question = { readonly does: 'Start' | 'Wait for'; readonly label: string; readonly effect: string };

/** Whoever answers for something says so in a press of its own. */
export function toConfirm(
  { does, label, effect }: Question,
  { service, env, plan }: RolloutIn<'planned'>,
): Confirm | null {
  if (plan.checklist.length === 0) return null;
  return {
    title: clip(`${does} ${service} in ${env}?`, SLACK_LIMITS.confirmTitle),
    text: confirmedWith(effect, plan.checklist),
    yes: clip(label, SLACK_LIMITS.confirmButton),
    no: 'Not yet',
  };
}

/** The text of a dialog and what is confirmed by its press. Sentences are all there or counted, never cut. */
export function confirmedWith(text: string, checklist: readonly string[]): string {
  if (checklist.length === 0) return text;
  const lead = text === '' ? '' : `${text} `;
  const whole = `${lead}By starting it you confirm: ${checklist.join('; ')}.`;
  const counted = `${lead}By starting it you confirm all ${checklist.length} sentences of the list in the plan.`;
  return whole.length > SLACK_LIMITS.confirmText ? counted : whole;
}
