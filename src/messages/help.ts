import type { Catalog } from '../core/catalog.ts';
import { type Form, GRAMMAR, usage } from '../core/grammar.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { context, message, section } from './blocks.ts';
import { bold, code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { listed } from './told.ts';

/** What can be said, with the reader's own services and environments; `topic` is a verb of the grammar, or null for all. */
export function help(topic: string | null, catalog: Catalog): MessageContent {
  const form = GRAMMAR.find((row) => row.verb === topic);
  return form ? helpWith(form, catalog) : overview(catalog);
}

function overview(catalog: Catalog): MessageContent {
  const rows = GRAMMAR.map((form) => mrkdwn`${code(usage(form))}\n${form.summary}`);
  const examples = examplesFor(catalog);
  const spoken = mrkdwn`You can say ${joined(
    GRAMMAR.map((form) => mrkdwn`${form.verb}`),
    ', ',
  )}. Each is explained by ${code('/deploy help COMMAND')}.`;
  return message(spoken, [
    ...(examples.length > 0 ? [section(mrkdwn`*For example*\n${joined(examples.map(code), '\n')}`)] : []),
    section(bold(mrkdwn`What you can say`)),
    section(joined(rows, '\n')),
    context(mrkdwn`${code('[…]')} may be left out, ${code('|')} stands between words that mean the same.`),
    ...names(catalog),
    context(mrkdwn`More about one of them: ${code('/deploy help rollback')}`),
  ]);
}

function helpWith(form: Form, catalog: Catalog): MessageContent {
  const notes = notesOf(form);
  const how = mrkdwn`${code(usage(form))}\n${form.summary}`;
  return message(mrkdwn`${usage(form)}: ${form.summary}`, [
    section(how),
    ...(notes.length > 0 ? [section(joined(notes, '\n'))] : []),
    ...(form.place === 'none' ? [] : names(catalog)),
  ]);
}

function notesOf({ takes, place, openers }: Form): readonly Mrkdwn[] {
  const notes: Mrkdwn[] = [];
  if (takes.includes('image')) {
    notes.push(
      mrkdwn`IMAGE is a tag (${code('v2.1.0')}), a digest (${code('sha256:…')}), or either behind its service (${code('SERVICE:v2.1.0')}, ${code('SERVICE@sha256:…')}).`,
    );
    notes.push(mrkdwn`Without it: what is live in the environment that ENV promotes from, else the newest image.`);
  }
  if (takes.includes('strategy')) {
    notes.push(
      mrkdwn`STRATEGY: ${code('canary')} sends users to it in growing shares, ${code('blue-green')} all at once when somebody switches, ${code('replace')} all at once by itself. Without one: as the catalog says.`,
    );
  }
  if (takes.includes('revision'))
    notes.push(mrkdwn`Without ${code('to')}: the last revision that served everything and was good.`);
  if (takes.includes('since')) {
    notes.push(
      mrkdwn`After ${code('since')}: so long ago (${code('15m')}, ${code('2h')}, at most ${code('1d')}) or a time in UTC (${code('14:05')}). Without it: the last 15 minutes, and in the thread of a rollout that has ended all of it.`,
    );
  }
  if (takes.includes('now'))
    notes.push(mrkdwn`With ${code('now')} it acts at once; without, it shows the target and asks.`);
  if (place === 'bothOrNeither')
    notes.push(mrkdwn`Without SERVICE ENV: the one live rollout of the channel you say it in.`);
  if (takes.includes('reason')) notes.push(mrkdwn`Everything after ${code('because')} is the reason, as you wrote it.`);
  if (openers.length > 1) notes.push(mrkdwn`${joined(openers.map(code), ' and ')} mean the same.`);
  return notes;
}

function names({ services, environments }: Catalog) {
  return [
    context(
      mrkdwn`Services: ${listed(
        services.map(({ name }) => name),
        30,
      )}`,
    ),
    context(
      mrkdwn`Environments: ${listed(
        environments.map(({ name }) => name),
        30,
      )}`,
    ),
  ];
}

function examplesFor({ services }: Catalog): readonly string[] {
  const [service] = services;
  const env = service?.environments.at(-1);
  if (!service || !env) return [];
  return [
    `/deploy ${service.name} to ${env}`,
    `/deploy plan ${service.name} v2.1.0 ${env}`,
    `/rollback ${service.name} ${env} now because errors after the last rollout`,
  ];
}
