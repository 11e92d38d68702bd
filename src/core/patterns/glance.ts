import type { PlatformTrouble } from '../logged/logged-error.ts';
import { VALUE } from '../mining/signature.ts';
import { clip } from '../plain-text.ts';
import { isHidden } from './muted.ts';
import type { ErrorReport, Pattern, Standing } from './report.ts';
import type { ValueCount } from './tally.ts';

/** What a report comes to in a line, for a card, a notice and the record of what happened. Redacted like the report. */
export type ErrorGlance = {
  /** Names the report, whose buttons stand in the thread. */
  readonly reportId: string;
  /** Patterns that nobody has muted, or that are raised all the same, by standing. */
  readonly fresh: number;
  readonly raised: number;
  readonly patterns: number;
  readonly errors: number;
  /** The one that is shown first; null where there is none. */
  readonly top: {
    readonly standing: Standing;
    readonly requests: number;
    readonly words: string;
    readonly platform: PlatformTrouble | null;
  } | null;
};

/** What has been told of the errors of a rollout. A phase has one reply in the thread, which is edited while it lasts. */
export type ErrorsTold = {
  /** Names what the reply is about: a phase, or the time before the first one. */
  readonly reportId: string;
  readonly isPosted: boolean;
  /** Of what was posted last, so that a look that finds nothing new changes nothing. */
  readonly print: string;
  readonly lookedAtMs: number;
  readonly glance: ErrorGlance;
};

const MOST_WORDS = 120;

export function glanceOf(report: ErrorReport, reportId: string): ErrorGlance {
  const open = report.patterns.filter((pattern) => !isHidden(pattern));
  const count = (standing: Standing) => open.filter((pattern) => pattern.standing === standing).length;
  const [top] = open;
  return {
    reportId,
    fresh: count('new'),
    raised: count('raised'),
    patterns: report.patterns.length,
    errors: report.errors,
    top: top
      ? {
          standing: top.standing,
          requests: top.subject.requests,
          words: firstWords(top),
          platform: top.platform,
        }
      : null,
  };
}

/** Somebody should look before the verdict is out: stable does not show this, or surely less of it. */
export function isWorthTelling({ fresh, raised }: ErrorGlance): boolean {
  return fresh + raised > 0;
}

/** Its first line, with what stood in a place where that was always the same. */
function firstWords({ template, values }: Pick<Pattern, 'template' | 'values'>): string {
  const [start = '', ...rest] = template.split(VALUE);
  const filled = rest.map((part, index) => `${only(values[index]) ?? VALUE}${part}`);
  const [line = ''] = `${start}${filled.join('')}`.split('\n');
  return clip(line, MOST_WORDS);
}

function only(values: readonly ValueCount[] | undefined): string | null {
  return values?.length === 1 ? (values[0]?.text ?? null) : null;
}
