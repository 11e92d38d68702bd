import { z } from 'zod';
import { FORM_LIMITS as MAX, SLACK_LIMITS } from '../core/slack-limits.ts';
import { ANYWHERE, blockId, blockIdsDiffer, complaints, plain, text } from './block-limits.ts';

const option = z.strictObject({
  text: plain(MAX.optionText),
  value: text(MAX.optionValue),
  description: plain(MAX.optionDescription).optional(),
});
const options = (max: number) => z.array(option).min(1).max(max);
const action_id = text(SLACK_LIMITS.actionId);
const placeholder = plain(MAX.placeholder).optional();

const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  action_id,
  placeholder,
  min_query_length: z.int().min(0).optional(),
  initial_option: option.optional(),
});

const initialIsAnOption = (one: { options: unknown[]; initial_option?: unknown }) =>
  one.initial_option === undefined ||
  one.options.some((each) => JSON.stringify(each) === JSON.stringify(one.initial_option));
const NO_OPTION = 'the initial option is none of the options';

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id,
    placeholder,
    options: options(MAX.menuOptions),
    initial_option: option.optional(),
  })
  .refine(initialIsAnOption, NO_OPTION);

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    action_id,
    options: options(MAX.radioButtons),
    initial_option: option.optional(),
  })
  .refine(initialIsAnOption, NO_OPTION);

const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  action_id,
  options: options(MAX.checkboxes),
  initial_options: options(MAX.checkboxes).optional(),
});

const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id,
  placeholder,
  multiline: z.boolean().optional(),
  max_length: z.int().min(1).max(MAX.inputText).optional(),
  initial_value: z.string().max(MAX.inputText).optional(),
});

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(MAX.label),
  hint: plain(MAX.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [externalSelect, staticSelect, radioButtons, checkboxes, textInput]),
});

/** What Slack takes as a modal, of the blocks that Slipway uses. */
const slackModal = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: text(MAX.callbackId),
    title: plain(MAX.viewTitle),
    submit: plain(MAX.viewTitle).optional(),
    close: plain(MAX.viewTitle),
    private_metadata: z.string().max(MAX.metadata),
    blocks: z
      .array(z.discriminatedUnion('type', [...ANYWHERE, input]))
      .min(1)
      .max(MAX.blocks)
      .refine(blockIdsDiffer, 'block ids must differ'),
  })
  .refine(
    ({ submit, blocks }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'),
    'what can be entered must be possible to send',
  );

/** Everything Slack would refuse about a modal, as `path: complaint`; empty when it may be shown. */
export function checkView(view: unknown): string[] {
  return complaints(slackModal, view);
}

/** The same of a menu's lines. */
export function checkOptions(lines: unknown): string[] {
  return complaints(z.array(option).max(MAX.menuOptions), lines);
}
