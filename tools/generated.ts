import { stringify } from 'yaml';
import { z } from 'zod';
import { ALL_COMMANDS } from '../commands/all.ts';
import { catalogFile } from '../src/config/catalog-schema.ts';
import { manifest } from '../src/manifest.ts';
import { catalogReference } from './catalog-reference.ts';

const MADE_BY = 'made by `npm run docs`; change the source, not this file';

/** Every file that is made from code, by its path, with the text it must have. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schema = z.toJSONSchema(catalogFile, { io: 'input' });
  return new Map([
    ['manifest.yml', manifestText('http')],
    ['docs/generated/manifest.socket-mode.yml', manifestText('socket')],
    ['docs/generated/commands.md', commandReference()],
    ['docs/generated/catalog.md', catalogReference(schema, MADE_BY)],
    ['docs/generated/services.schema.json', `${JSON.stringify(schema, null, 2)}\n`],
  ]);
}

function manifestText(transport: 'http' | 'socket'): string {
  const advice =
    transport === 'http'
      ? 'Put your own address in place of slipway.example.com. Without one, take docs/generated/manifest.socket-mode.yml.'
      : 'For a laptop or behind a firewall. For production take manifest.yml.';
  return `# The Slack app, ${MADE_BY}.\n# ${advice}\n${stringify(manifest(transport), { lineWidth: 120 })}`;
}

function commandReference(): string {
  const rows = ALL_COMMANDS.map(({ usage, summary }) => `| \`${usage.replaceAll('|', '\\|')}\` | ${summary} |`);
  return [
    '# What you can say',
    '',
    `<!-- ${MADE_BY} -->`,
    '',
    'Words in capitals are yours to fill in; what stands in brackets may be left out.',
    '',
    '| say | and Slipway will |',
    '|---|---|',
    ...rows,
    '',
    'The same words work after the name of the bot, as in `@slipway status`; in the thread of a rollout SERVICE and ENV may be',
    'left out there. What `/deploy` lacks is asked for in a form, `/rollback` alone opens one too, and so do the shortcuts',
    '**Deploy a service** and, on a message, **Roll back this deploy**. The Home tab of the app shows what waits for you.',
    '',
  ].join('\n');
}
