import type { Catalog } from '../core/catalog.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { clip } from '../core/plain-text.ts';
import { context, message, section } from './blocks.ts';
import { code, joined, mrkdwn } from './mrkdwn.ts';

const LONGEST_SAID = 120;

/** What can be said to the bot by its name; short, because it was perhaps only spoken of. `said`: what it did not understand. */
export function mentionHelp({ services }: Catalog, said: string): MessageContent {
  const words = clip(said.trim(), LONGEST_SAID);
  const lost = words === '' ? null : mrkdwn`I did not understand ${code(words)}, so nothing was done.`;
  const [service] = services;
  const at = service ? `${service.name} ${service.environments.at(-1) ?? 'ENV'}` : 'SERVICE ENV';
  const here = ['@slipway status', '@slipway errors', '@slipway advance', '@slipway pause', '@slipway rollback'];
  const elsewhere = [`@slipway status ${at}`, `@slipway plan ${at}`, `@slipway rollback ${at}`];
  return message(
    mrkdwn`${lost === null ? mrkdwn`` : mrkdwn`${lost} `}In the thread of a rollout say for example ${code('@slipway status')} or ${code('@slipway rollback')}. Everything else: ${code('@slipway help')}.`,
    [
      ...(lost === null ? [] : [section(lost)]),
      section(mrkdwn`*In the thread of a rollout*\n${joined(here.map(code), '\n')}`),
      section(mrkdwn`*Anywhere*\n${joined(elsewhere.map(code), '\n')}`),
      context(mrkdwn`My name comes first, then what to do. All that can be said: ${code('@slipway help')}`),
    ],
  );
}
