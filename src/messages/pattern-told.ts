import { patternValue } from '../core/button.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { Mute, Pattern, ShownReport } from '../core/patterns/report.ts';
import { actions, button, context, message, preformatted, section } from './blocks.ts';
import { counted } from './figures.ts';
import { code, date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { decider, inPlace } from './names.ts';
import { patternText } from './pattern-text.ts';

const LONGEST = { template: 400, line: 140 } as const;

/** For everybody: nothing is muted silently, and whoever reads it knows how it is undone. */
export function mutedLine(shown: ShownReport, of: { readonly reportId: string; readonly pattern: Pattern } & Mute) {
  const { by, untilMs, pattern } = of;
  const text = mrkdwn`${decider(by)} muted an error pattern of ${inPlace(shown)} until ${date(untilMs, 'day')}. It is still counted and named, and the judge counts its failed requests as before.`;
  const undo = mrkdwn`To undo it press Unmute, here or in the details under ${again(shown)}.`;
  return message(mrkdwn`${text} ${undo}`, [
    section(mrkdwn`🔕 ${text}`),
    preformatted(patternText(pattern, LONGEST)),
    context(undo),
    actions(`muted-${pattern.id}`, [
      button({ action: 'pattern_unmute', label: 'Unmute', value: patternValue(of.reportId, pattern.id) }),
    ]),
  ]);
}

export function unmutedLine(shown: ShownReport, pattern: Pattern, by: string): MessageContent {
  const text = mrkdwn`${decider(by)} unmuted an error pattern of ${inPlace(shown)}. Reports say again whether it is new or raised.`;
  return message(text, [section(mrkdwn`🔔 ${text}`), preformatted(patternText(pattern, LONGEST))]);
}

/** For whoever muted it; `beforeMs`: until when it was muted already, 0 where it was not. */
export function muted(shown: ShownReport, { untilMs }: Mute, beforeMs: number): MessageContent {
  const until = date(untilMs, 'day');
  const what = beforeMs === untilMs ? mrkdwn`It was muted already until ${until}` : mrkdwn`Muted until ${until}`;
  return answer(
    mrkdwn`${what}: reports of ${inPlace(shown)} from now on name the pattern last. Everybody was told how to undo it.`,
  );
}

export function unmuted(shown: ShownReport): MessageContent {
  return answer(
    mrkdwn`Unmuted: reports of ${inPlace(shown)} from now on say again whether the pattern is new or raised.`,
  );
}

/** Stands over the file. In Slack's markup. */
export function sharedComment({ report, ...place }: ShownReport, userId: string): string {
  const { patterns, subject } = report;
  const many =
    patterns.length === 1 ? mrkdwn`The error pattern` : mrkdwn`All ${counted(patterns.length, 'error pattern')}`;
  return mrkdwn`${many} of ${inPlace(place)} (${code(subject.revision)}), asked for by ${decider(userId)}`.mrkdwn;
}

function again({ service, env }: ShownReport): Mrkdwn {
  return code(`/deploy errors ${service} ${env}`);
}

function answer(text: Mrkdwn): MessageContent {
  return message(text, [section(text)]);
}
