import type { Side } from '../core/patterns/report.ts';
import type { ServiceAt } from '../core/service-view.ts';
import { SLACK_LIMITS } from '../core/slack-limits.ts';

/** How much of the words is looked for, until the address is short enough; more than the first finds nothing more. */
const NEEDLES = [200, 60, 20, 0] as const;

/**
 * What a revision logged as an error in a span, in Google's Logs Explorer; with `constantText` those entries alone that say
 * it. A program that sets no severity writes its errors as DEFAULT. `max`: longest address, in UTF-16 units; where the
 * words do not fit, less of them is looked for.
 */
export function logsExplorerUrl(
  at: ServiceAt,
  { revision, span }: Pick<Side, 'revision' | 'span'>,
  constantText = '',
  max: number = SLACK_LIMITS.buttonUrl,
): string {
  const url = (needle: string) => {
    const lines = [
      'resource.type="cloud_run_revision"',
      `resource.labels.service_name=${quoted(at.service)}`,
      `resource.labels.location=${quoted(at.region)}`,
      `resource.labels.revision_name=${quoted(revision)}`,
      '(severity>=ERROR OR severity=DEFAULT)',
      ...(needle === '' ? [] : [quoted(needle)]),
    ];
    return `https://console.cloud.google.com/logs/query;query=${encoded(lines.join('\n'))};timeRange=${stamp(span.fromMs)}%2F${stamp(span.untilMs)}?project=${encoded(at.project)}`;
  };
  const needles = NEEDLES.map((length) => firstWords(constantText.toWellFormed(), length));
  return needles.map(url).find((one) => one.length <= max) ?? url('');
}

/** Whole words, so that what is looked for stands in the log as it is written here. */
function firstWords(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.lastIndexOf(' ', max);
  return text.slice(0, cut > 0 ? cut : max).replace(/[\uD800-\uDBFF]$/, '');
}

/** As Logging's filters have it. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Brackets and apostrophes too: the console reads parameters between semicolons, and Slack's links end at some of them. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function stamp(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000', '');
}
