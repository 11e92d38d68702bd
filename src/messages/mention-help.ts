import type { Catalog } from '../core/catalog.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { context, message, section } from './blocks.ts';
import { code, joined, mrkdwn } from './mrkdwn.ts';

/** What can be said to the bot by its name; short, because it was perhaps only spoken of. */
export function mentionHelp({ services }: Catalog): MessageContent {
  const [service] = services;
  const at = service ? `${service.name} ${service.environments.at(-1) ?? 'ENV'}` : 'SERVICE ENV';
  const here = ['@slipway status', '@slipway advance', '@slipway pause', '@slipway rollback'];
  const elsewhere = [`@slipway status ${at}`, `@slipway plan ${at}`, `@slipway rollback ${at}`];
  return message(
    mrkdwn`In the thread of a rollout say for example ${code('@slipway status')} or ${code('@slipway rollback')}. Everything else: ${code('@slipway help')}.`,
    [
      section(mrkdwn`*In the thread of a rollout*\n${joined(here.map(code), '\n')}`),
      section(mrkdwn`*Anywhere*\n${joined(elsewhere.map(code), '\n')}`),
      context(mrkdwn`My name comes first, then what to do. All that can be said: ${code('@slipway help')}`),
    ],
  );
}
