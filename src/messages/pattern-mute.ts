import type { MessageContent, ViewContent } from '../core/outgoing.ts';
import { MUTE_BLOCK, MUTE_CHOICES, MUTE_FORM, USUAL_MUTE } from '../core/patterns/mute-choice.ts';
import type { Mute, ShownReport } from '../core/patterns/report.ts';
import { clip } from '../core/plain-text.ts';
import { type Block, message, preformatted, section } from './blocks.ts';
import { type FormBlock, oneOf } from './form-blocks.ts';
import { date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { decider, inPlace } from './names.ts';
import { patternText } from './pattern-text.ts';
import { numberOf } from './pattern-words.ts';

const LONGEST = { template: 400, line: 140 } as const;

/** Asks how long a pattern is to be muted; null for a pattern that is not in the report. `metadata` comes back with the choice. */
export function muteForm(shown: ShownReport, patternId: string, metadata: string): ViewContent | null {
  const pattern = shown.report.patterns.find(({ id }) => id === patternId);
  if (!pattern) return null;
  const blocks: readonly FormBlock[] = [
    section(mrkdwn`Mute pattern ${numberOf(shown.report, patternId)} of *${inPlace(shown)}*:`),
    preformatted(patternText(pattern, LONGEST)),
    section(mrkdwn`${WHAT_MUTING_DOES}`),
    oneOf({
      id: MUTE_BLOCK,
      label: 'For how long',
      optional: false,
      choices: MUTE_CHOICES.map(({ value, text }) => ({ value, text })),
      chosen: USUAL_MUTE.value,
    }),
  ];
  return { callbackId: MUTE_FORM, title: 'Mute a pattern', submit: 'Mute', close: 'Cancel', metadata, blocks };
}

const WHAT_MUTING_DOES =
  'For everybody, in this environment: it is no longer called new or raised and moves to the end of each report. It is still counted and named there, and the judge counts its failed requests as before.';

/** Takes the place of the form. */
export function mutedView(shown: ShownReport, mute: Mute): ViewContent {
  return toldView('Muted', [section(mutedSentence(shown, mute)), preformatted(clip(mute.template, LONGEST.template))]);
}

/** For the thread, so that nobody wonders where a pattern has gone. */
export function mutedLine(shown: ShownReport, mute: Mute): MessageContent {
  const text = mutedSentence(shown, mute);
  return message(text, [section(mrkdwn`🔕 ${text}`)]);
}

function mutedSentence(shown: ShownReport, { patternId, by, untilMs }: Mute): Mrkdwn {
  return mrkdwn`${decider(by)} muted pattern ${numberOf(shown.report, patternId)} of ${inPlace(shown)} until ${date(untilMs, 'day')}. It is still counted and named.`;
}

/** `was`: false where somebody else unmuted it meanwhile, or its time was over. */
export function unmutedView(shown: ShownReport, patternId: string, was: boolean): ViewContent {
  const name = mrkdwn`Pattern ${numberOf(shown.report, patternId)} of ${inPlace(shown)}`;
  const said = was
    ? mrkdwn`${name} is no longer muted. Reports from now on say again whether it is new or raised.`
    : mrkdwn`${name} was not muted any more. Nothing was changed.`;
  return toldView('Unmuted', [section(said)]);
}

function toldView(title: string, blocks: readonly Block[]): ViewContent {
  return { callbackId: MUTE_FORM, title, submit: null, close: 'Close', metadata: '', blocks };
}
