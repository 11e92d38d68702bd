import { isStoppedByOthers } from '../core/foreign-change.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { isWorthTelling } from '../core/patterns/glance.ts';
import type { Rollout } from '../core/rollout.ts';
import { beganAtMs, hasEnded, isPreview } from '../core/rollout.ts';
import { actions, type Block, context, type Field, fields, message, section } from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import { glanceText } from './error-glance.ts';
import { duration, needsSeconds } from './figures.ts';
import { foreignSection } from './foreign-lines.ts';
import { sharesText, whatTexts, whoText } from './foreign-words.ts';
import { address, bold, code, date, joined, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { clause, fullImageName, imageName, inPlace, place, words } from './names.ts';
import { stepWhileUnsure } from './next-step.ts';
import { evidenceLine, numbersSentence, verdictFields, verdictLine } from './numbers.ts';
import { probesRemark } from './probes.ts';
import { bar, phaseNow, phaseTrail, pressLabel, shareByOthers, shownPercent } from './progress.ts';
import { lacksEvidence } from './proof.ts';
import { headline, STATE_SIGNS, stateLine } from './state-words.ts';

/**
 * The one message of a rollout that is edited as it goes: state now, numbers, buttons. It is drawn from the rollout
 * alone, so that the same rollout always gives the same card and an edit that changes nothing is seen as such.
 */
export function card(rollout: Rollout): MessageContent {
  const numbers = verdictFields(rollout);
  const buttons = cardButtons(rollout);
  const blocks: readonly (Block | null)[] = [
    section(titleLine(rollout), 500),
    fields(stateFields(rollout)),
    showsPhases(rollout) ? context(mrkdwn`${bar(shownPercent(rollout))}`, trail(rollout)) : null,
    numbers.length > 0 ? fields(numbers) : null,
    isStoppedByOthers(rollout) ? foreignSection(rollout) : null,
    remarks(rollout),
    buttons.length > 0 ? actions(`card-${rollout.id}-${rollout.state}`, buttons) : null,
    context(...originParts(rollout)),
  ];
  return message(
    cardSentence(rollout),
    blocks.filter((block) => block !== null),
  );
}

function titleLine(rollout: Rollout): Mrkdwn {
  const now = phaseNow(rollout);
  const phases = rollout.plan.phases.length;
  const step = now && phases > 1 ? mrkdwn` · phase ${now.index + 1} of ${phases}` : mrkdwn``;
  return mrkdwn`${STATE_SIGNS[rollout.state]} ${bold(place(rollout))} · ${headline(rollout)}${step}`;
}

function stateFields(rollout: Rollout) {
  const state = { label: 'State', value: stateLine(rollout) };
  if (rollout.kind === 'rollback') {
    return [
      state,
      { label: 'Leaving', value: code(rollout.canary) },
      rollout.stable && {
        label: 'Back to',
        value: mrkdwn`${code(rollout.stable.revision)} ${fullImageName(rollout.stable.image)}`,
      },
    ];
  }
  const percent = shownPercent(rollout);
  const [canary, stable] = rollout.plan.strategy === 'canary' ? ['Canary', 'Stable'] : ['New', 'Old'];
  return [
    state,
    { label: 'Image', value: imageName(rollout.image) },
    { label: canary ?? '', value: withShare(rollout, rollout.canary, percent) },
    rollout.stable && {
      label: stable ?? '',
      value: withShare(
        rollout,
        rollout.stable.revision,
        shareByOthers(rollout, rollout.stable.revision) ?? 100 - percent,
      ),
    },
    ...preview(rollout),
    ...leftAs(rollout),
  ];
}

/** Where the new revision can be looked at before any user is on it. */
function preview(rollout: Rollout): readonly Field[] {
  const { previewUrl } = rollout;
  return isPreview(rollout) && previewUrl !== null ? [{ label: 'Preview', value: address(previewUrl) }] : [];
}

/** Others have decided what serves, and it need not be one of the two that the rollout knew. */
function leftAs(rollout: Rollout): readonly Field[] {
  if (rollout.state !== 'aborted' || rollout.leftAs === null) return [];
  return [{ label: 'Left as', value: mrkdwn`${sharesText(rollout.leftAs, rollout)}` }];
}

/** A single writer is stopped while it is replaced: no share is claimed for it. */
function withShare(rollout: Rollout, revision: string, percent: number): Mrkdwn {
  const showsShare = !rollout.plan.singleWriter || hasEnded(rollout);
  return showsShare ? mrkdwn`${percent} % ${code(revision)}` : code(revision);
}

function showsPhases(rollout: Rollout): boolean {
  return rollout.kind === 'deploy' && rollout.plan.strategy !== 'replace' && !hasEnded(rollout);
}

function trail(rollout: Rollout): Mrkdwn {
  return phaseTrail(rollout.plan.phases, phaseNow(rollout)?.phase.percent ?? shownPercent(rollout));
}

/** The verdict, and what a reader must not miss: missing evidence, an outside system that is away, or what to do now. */
function remarks(rollout: Rollout): Block | null {
  const step = stepWhileUnsure(rollout);
  const lines = [
    verdictLine(rollout),
    evidenceLine(rollout),
    probesRemark(rollout),
    errorsRemark(rollout),
    rollout.state === 'waiting' && rollout.missing !== null
      ? mrkdwn`*${missingWord(rollout)}:* ${clause(rollout.missing)}`
      : null,
    countsClients(rollout)
      ? mrkdwn`Clients stay on one revision: those that fail are counted, not their requests.`
      : null,
    step === null || hasEnded(rollout) ? null : mrkdwn`*What to do:* ${step}.`,
    rollout.state === 'stuck' || rollout.state === 'failed' ? mrkdwn`*Next step:* ${words(rollout.nextStep)}` : null,
    rollout.trouble === null || hasEnded(rollout) ? null : mrkdwn`*Trouble:* ${clause(rollout.trouble)}. Trying again.`,
  ].filter((line) => line !== null);
  return lines.length > 0 ? section(joined(lines, '\n'), 1500) : null;
}

/** Only what stable does not show, or surely less of it; the notice says the rest of what ended badly. */
function errorsRemark(rollout: Rollout): Mrkdwn | null {
  const glance = rollout.errorsTold?.glance ?? null;
  if (glance === null || hasEnded(rollout) || !isWorthTelling(glance)) return null;
  return mrkdwn`*Errors:* ${glanceText(glance) ?? ''}.`;
}

function missingWord(rollout: Rollout): string {
  return lacksEvidence(rollout) ? 'Missing' : 'In the way';
}

function countsClients(rollout: Rollout): boolean {
  return rollout.plan.judging.counts === 'clients' && rollout.verdict !== null && !hasEnded(rollout);
}

function originParts(rollout: Rollout): readonly Mrkdwn[] {
  const begun = mrkdwn`Started by ${user(rollout.requestedBy)} ${date(beganAtMs(rollout), 'day')}`;
  const because = rollout.because === null ? [] : [mrkdwn`“${words(rollout.because)}”`];
  return [begun, ...because, ...endParts(rollout)];
}

function endParts(rollout: Rollout): readonly Mrkdwn[] {
  if (!hasEnded(rollout)) return [];
  const tookMs = rollout.endedAtMs - beganAtMs(rollout);
  const ended = date(rollout.endedAtMs, needsSeconds(tookMs) ? 'seconds' : 'day');
  return [mrkdwn`Ended ${ended} after ${duration(tookMs)}`];
}

function cardSentence(rollout: Rollout): Mrkdwn {
  const missing =
    rollout.state === 'waiting' && rollout.missing !== null
      ? mrkdwn` ${missingWord(rollout)}: ${clause(rollout.missing)}.`
      : mrkdwn``;
  const press = rollout.state === 'waiting' ? mrkdwn` Next: press ${pressLabel(rollout)}.` : mrkdwn``;
  const foreign = isStoppedByOthers(rollout)
    ? mrkdwn` By ${whoText(rollout.foreign)}: ${whatTexts(rollout.foreign, rollout).join('; ')}. Next: press Adopt, Restore or Abort.`
    : mrkdwn``;
  const numbers = rollout.verdict === null ? mrkdwn`` : mrkdwn` ${numbersSentence(rollout.verdict)}`;
  return mrkdwn`${inPlace(rollout)}: ${headline(rollout)}.${foreign}${numbers}${missing}${press} Started by ${user(rollout.requestedBy)}.`;
}
