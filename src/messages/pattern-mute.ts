import type { ViewContent } from '../core/outgoing.ts';
import { MUTE_BLOCK, MUTE_CHOICES, MUTE_FORM, USUAL_MUTE } from '../core/patterns/mute-choice.ts';
import type { ShownReport } from '../core/patterns/report.ts';
import { preformatted, section } from './blocks.ts';
import { type FormBlock, oneOf } from './form-blocks.ts';
import { mrkdwn } from './mrkdwn.ts';
import { inPlace } from './names.ts';
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
    section(mrkdwn`${WHAT_MUTING_DOES}${pattern.standing === 'raised' ? RAISED_NOW : mrkdwn``}`),
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
  'For everybody, in this environment: it moves to the end of each report and is called new no more. It is still counted and named there, and comes back to the top where it surely is more frequent than on stable. The judge counts failed requests as before.';

const RAISED_NOW = mrkdwn`\n⚠️ It is raised just now, so it stays at the top until it no longer is.`;
