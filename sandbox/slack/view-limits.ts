import { z } from 'zod';
import { FORM_LIMITS as FORM } from '../../src/core/slack-limits.ts';
import { complaints, countOf, hasUniqueIds, homeBlock, modalBlock } from './block-limits.ts';
import { isObject, type JsonObject, tryJson } from './json.ts';
import { SlackError } from './slack-error.ts';
import { plainText } from './text-limits.ts';

/** The cursor can start in one place only. */
const hasOneFocus = (blocks: readonly unknown[]) =>
  (JSON.stringify(blocks).match(/"focus_on_load":true/g) ?? []).length <= 1;

const viewBlocks = <Block extends { type: string; block_id?: string | undefined }>(block: z.ZodType<Block>) =>
  z
    .array(block)
    .max(FORM.blocks)
    .refine(hasUniqueIds, { message: 'block_id must be unique' })
    .refine(hasOneFocus, { message: 'only one element may have focus_on_load' });

/** What only the app reads. */
const named = {
  private_metadata: z.string().max(FORM.metadata).optional(),
  callback_id: z.string().max(FORM.callbackId).optional(),
  external_id: z.string().max(255).optional(),
};

/** A modal; `submit` is needed wherever something can be entered. */
export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(FORM.viewTitle),
    submit: plainText(FORM.viewTitle).optional(),
    close: plainText(FORM.viewTitle).optional(),
    blocks: viewBlocks(modalBlock),
    ...named,
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || countOf(view.blocks, 'input') === 0, {
    message: 'submit is required when there is an input block',
  });

/** A Home tab: no title, no buttons of its own. */
export const homeView = z.strictObject({
  type: z.literal('home'),
  blocks: viewBlocks(homeBlock),
  ...named,
});

/** Slack: a view of more than 250 KB is not shown. */
const maxViewChars = 250_000;

/**
 * Reads a view that an app gave, as an object or as text.
 * @throws SlackError invalid_arguments with what is wrong in it, view_too_large
 */
export function readView(value: unknown, kind: 'modal' | 'home'): JsonObject {
  const view = typeof value === 'string' ? tryJson(value) : value;
  if (!isObject(view))
    throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing view'] } });
  const messages = complaints(kind === 'home' ? homeView : modalView, view, 'view');
  if (messages.length > 0) throw new SlackError('invalid_arguments', { response_metadata: { messages } });
  if (JSON.stringify(view).length > maxViewChars) throw new SlackError('view_too_large');
  return view;
}
