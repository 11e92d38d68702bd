import type { ModalView, PlainTextElement } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ViewContent } from '../core/outgoing.ts';
import type { Views } from '../ports/slack.ts';
import { blocksOnWire } from './answering.ts';
import { refusalCode } from './call-outcome.ts';
import { checkView } from './view-limits.ts';

const opened = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });

/** The person closed it, or did something that drew it anew: nothing is wrong, and nothing is to be done. */
const SUPERSEDED: ReadonlySet<string> = new Set(['hash_conflict', 'not_found', 'view_not_found']);

/** Modals. `client` must be quick to give up: whoever waits for an opening has three seconds for everything. */
export function slackViews({ client, log }: { readonly client: WebClient; readonly log: Logger }): Views {
  return {
    open: async (triggerId, view) => {
      try {
        const { id, hash } = opened.parse(
          await client.apiCall('views.open', { trigger_id: triggerId, view: checked(view) }),
        ).view;
        return { viewId: id, hash };
      } catch (error) {
        log.warn({ because: refusalCode(error) ?? String(error), view: view.callbackId }, 'no view could be opened');
        return null;
      }
    },
    update: async ({ viewId, hash }, view) => {
      try {
        await client.apiCall('views.update', { view_id: viewId, hash, view: checked(view) });
        return 'shown';
      } catch (error) {
        if (SUPERSEDED.has(refusalCode(error) ?? '')) return 'superseded';
        throw error;
      }
    },
  };
}

function checked(view: ViewContent): ModalView {
  const wire = viewOnWire(view);
  const problems = checkView(wire);
  if (problems.length > 0) throw new Error(`Slack would refuse the view: ${problems.join('; ')}`);
  return wire;
}

/** A modal as Slack takes it. */
export function viewOnWire({ callbackId, title, submit, close, metadata, blocks }: ViewContent): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title),
    ...(submit === null ? {} : { submit: plain(submit) }),
    close: plain(close),
    private_metadata: metadata,
    blocks: blocksOnWire(blocks),
  };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
