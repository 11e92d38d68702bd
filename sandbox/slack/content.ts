import { z } from 'zod';
import { complaints, messageBlocks } from './block-limits.ts';
import { isObject, type JsonObject, objectsIn, tryJson } from './json.ts';
import type { Content, Metadata } from './model.ts';
import { SlackError } from './slack-error.ts';

/** chat.postMessage takes 40,000 characters of text. */
const maxTextChars = 40_000;
const maxAttachments = 100;
/** Not on any page of Slack's: from about here on it refuses the texts of all blocks together. */
const maxBlockChars = 13_200;
/** Slack has metadata_too_large but publishes no number; ours is low enough to keep an app modest. */
const maxMetadataChars = 8000;

const metadataShape = z.object({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/**
 * Checks what an app wants to say.
 * @throws SlackError no_text, msg_too_long, invalid_blocks, invalid_blocks_format, msg_blocks_too_long, too_many_attachments,
 *   invalid_metadata_format, metadata_too_large
 */
export function readContent(args: JsonObject, textLimit = maxTextChars): Content {
  const text = typeof args['text'] === 'string' ? args['text'] : '';
  const blocks = readBlocks(args['blocks'], 'blocks');
  const attachments = readList(args['attachments'], 'invalid_attachments');
  if (attachments.length > maxAttachments) throw new SlackError('too_many_attachments');
  for (const [index, attachment] of attachments.entries()) {
    readBlocks(objectsIn(attachment, 'blocks'), `attachments/${index}/blocks`);
  }
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new SlackError('no_text');
  if (text.length > textLimit) throw new SlackError('msg_too_long');
  return { text, blocks, attachments, metadata: readMetadata(args['metadata']) };
}

function readBlocks(value: unknown, pointer: string): JsonObject[] {
  const blocks = readList(value, 'invalid_blocks_format');
  const found = complaints(messageBlocks, blocks, pointer);
  if (found.length > 0)
    throw new SlackError('invalid_blocks', { errors: found, response_metadata: { messages: found } });
  if (charsIn(blocks.filter(({ type }) => !hasOwnLimit.has(type))) > maxBlockChars) {
    throw new SlackError('msg_blocks_too_long');
  }
  return blocks;
}

const hasOwnLimit: ReadonlySet<unknown> = new Set(['markdown', 'table', 'data_table']);

function charsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  return Object.values(value).reduce<number>((sum, part) => sum + charsIn(part), own);
}

function readList(value: unknown, codeWhenWrong: string): JsonObject[] {
  const list = typeof value === 'string' && value !== '' ? tryJson(value) : value;
  if (list === undefined || list === null || list === '') {
    if (typeof value === 'string' && value !== '') throw new SlackError(codeWhenWrong);
    return [];
  }
  if (!Array.isArray(list) || !list.every(isObject)) throw new SlackError(codeWhenWrong);
  return list;
}

function readMetadata(value: unknown): Metadata | undefined {
  if (value === undefined || value === '') return undefined;
  const parsed = metadataShape.safeParse(typeof value === 'string' ? tryJson(value) : value);
  if (!parsed.success) throw new SlackError('invalid_metadata_format');
  if (JSON.stringify(parsed.data).length > maxMetadataChars) throw new SlackError('metadata_too_large');
  return parsed.data;
}
