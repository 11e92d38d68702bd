import type { Catalog } from '../../src/core/catalog.ts';
import { behaviourNames, behaviours } from '../google/registry/behaviour.ts';
import { describeBehaviour } from '../google/registry/describe-behaviour.ts';
import { versionTags } from '../google/registry/registry.ts';
import { personRow } from '../page/server/person-row.ts';
import type { Workspace } from '../slack/workspace.ts';
import { thingsToTry } from './things-to-try.ts';

export type Welcome = {
  readonly pageUrl: string;
  readonly readyMs: number;
  readonly transport: 'http' | 'socket';
  /** Beginning with its folder, so that it can be copied. */
  readonly logs: string;
  /** File to source before gcloud, beginning with its folder too. */
  readonly gcloud: string;
  readonly catalog: Catalog;
  readonly workspace: Workspace;
  readonly isColoured: boolean;
};

/** The first thing that somebody reads who started the town. */
export function welcome({
  pageUrl,
  readyMs,
  transport,
  logs,
  gcloud,
  catalog,
  workspace,
  isColoured,
}: Welcome): string {
  const bold = (text: string) => (isColoured ? `\x1b[1m${text}\x1b[22m` : text);
  const dim = (text: string) => (isColoured ? `\x1b[2m${text}\x1b[22m` : text);
  const images = [...behaviourNames.map((name) => [name, describeBehaviour(behaviours[name])]), versionsRow()];
  const slack = transport === 'http' ? 'Slack calls web, signed' : 'web opens sockets to Slack';
  return [
    '',
    `  ${bold(pageUrl)}   ${dim(`ready in ${(readyMs / 1000).toFixed(1)} s; nothing leaves this machine`)}`,
    '',
    `  ${bold('People')}   ${dim('choose on the page whom you are')}`,
    ...columns(peopleRows(workspace)),
    '',
    `  ${bold('Images')}   ${dim(`every service has these; each phase is watched for ${bakes(catalog)}`)}`,
    ...columns(images),
    '',
    `  ${bold('Try')}      ${dim('in #deploys')}`,
    ...columns(thingsToTry(catalog)),
    '',
    `  ${dim(`Logs in ${logs}; ${slack}.`)}`,
    `  ${dim(`Meddle with a gcloud of your own: . ${gcloud} && gcloud run services list`)}`,
    `  ${dim('Where this is not the real thing: docs/sandbox-differences.md')}`,
    `  ${bold('Ctrl-C')} stops everything.`,
    '',
  ].join('\n');
}

/** By what they may do, in the words of the page. */
function peopleRows(workspace: Workspace): string[][] {
  const users = [...workspace.directory.users.values()].filter(({ isBot }) => !isBot);
  const byRole = Map.groupBy(
    users.map((user) => personRow(workspace, user)),
    ({ role }) => role,
  );
  return [...byRole].map(([role, people]) => {
    const names = people.map(({ realName }) => realName.split(' ')[0] ?? realName);
    return [names.join(', '), role, people[0]?.may ?? ''];
  });
}

function bakes({ services }: Catalog): string {
  const bakesMs = services.flatMap(({ phases }) => phases.map(({ bakeMs }) => bakeMs));
  const [shortest, longest] = [Math.min(...bakesMs) / 1000, Math.max(...bakesMs) / 1000];
  return shortest === longest ? `${shortest} s` : `${shortest} to ${longest} s`;
}

function versionsRow(): [string, string] {
  return [`${versionTags[0]} … ${versionTags.at(-1)}`, 'healthy; v1.0.0 is what runs'];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(cell.length, most[at] ?? 0)), []);
  return rows.map((row) => `    ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('   ')}`.trimEnd());
}
