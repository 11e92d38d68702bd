import type { ModalView, PlainTextElement } from '@slack/types';
import type { ViewContent } from '../core/outgoing.ts';
import { blocksOnWire } from './answering.ts';

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
