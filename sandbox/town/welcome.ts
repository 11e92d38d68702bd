import { behaviourNames, behaviours } from '../google/registry/behaviour.ts';
import { describeBehaviour } from '../google/registry/describe-behaviour.ts';
import { versionTags } from '../google/registry/registry.ts';

export type Welcome = {
  readonly pageUrl: string;
  readonly readyMs: number;
  readonly door: 'http' | 'socket';
  /** Beginning with its folder, so that it can be copied. */
  readonly logs: string;
  readonly bakeMs: number;
  readonly isColoured: boolean;
};

const PEOPLE = [
  ['Ana, Dev', 'engineers: deploy to staging and prod, press Advance in staging'],
  ['Bo', 'approver: presses Advance in prod, lifts freezes'],
  ['Ira', 'incident commander: rolls back, whoever deployed'],
  ['Gus', 'guest: may do nothing, and is told so'],
  ['Eve', 'from another company: does not even see the commands'],
] as const;

const TO_TRY = [
  ['as Ana', '/deploy api-gateway v1.1.0 prod', 'start it under the plan; then be Bo and press Advance'],
  ['as Dev', '/deploy web-portal errors-5pct prod', 'a bad image: watch it come back by itself'],
  ['as Ira', '/rollback api-gateway prod now', 'while the first one runs'],
] as const;

/** The first thing that somebody reads who started the town. */
export function welcome({ pageUrl, readyMs, door, logs, bakeMs, isColoured }: Welcome): string {
  const bold = (text: string) => (isColoured ? `\x1b[1m${text}\x1b[22m` : text);
  const dim = (text: string) => (isColoured ? `\x1b[2m${text}\x1b[22m` : text);
  const images = [...behaviourNames.map((name) => [name, describeBehaviour(behaviours[name])]), versionsRow()];
  const slack = door === 'http' ? 'Slack calls web, signed' : 'web opens sockets to Slack';
  return [
    '',
    `  ${bold(pageUrl)}   ${dim(`ready in ${(readyMs / 1000).toFixed(1)} s; nothing leaves this machine`)}`,
    '',
    `  ${bold('People')}   ${dim('choose on the page whom you are')}`,
    ...columns(PEOPLE),
    '',
    `  ${bold('Images')}   ${dim('every service has these; each phase is watched for')} ${dim(`${bakeMs / 1000} s`)}`,
    ...columns(images),
    '',
    `  ${bold('Try')}      ${dim('in #deploys')}`,
    ...columns(TO_TRY),
    '',
    `  ${dim(`Logs in ${logs}; ${slack}.`)}`,
    `  ${dim('Where this is not the real thing: docs/sandbox-differences.md')}`,
    `  ${bold('Ctrl-C')} stops everything.`,
    '',
  ].join('\n');
}

function versionsRow(): [string, string] {
  return [`${versionTags[0]} … ${versionTags.at(-1)}`, 'healthy; v1.0.0 is what runs'];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(cell.length, most[at] ?? 0)), []);
  return rows.map((row) => `    ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('   ')}`.trimEnd());
}
