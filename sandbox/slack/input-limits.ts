import { z } from 'zod';
import { FORM_LIMITS } from '../../src/core/slack-limits.ts';
import { actionId, changeable, focus, placeholder } from './element-fields.ts';

/** Limits of what is typed and dated, from Slack's Block Kit reference; lengths in characters. */
const dispatches = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2)
        .optional(),
    })
    .optional(),
};

const typed = { ...actionId, ...focus, ...placeholder, ...dispatches };
const numeral = z.string().regex(/^-?\d+(\.\d+)?$/);

/** What a person may type at most. */
const maxTyped = FORM_LIMITS.inputText;

const plainText = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(maxTyped).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(maxTyped).optional(),
    max_length: z.int().min(1).max(maxTyped).optional(),
  })
  .refine((input) => (input.min_length ?? 0) <= (input.max_length ?? maxTyped), {
    message: 'min_length must not be more than max_length',
  });

export const image = z
  .strictObject({
    type: z.literal('image'),
    image_url: z.string().max(3000).optional(),
    slack_file: z.unknown().optional(),
    alt_text: z.string().max(2000),
  })
  .refine((one) => (one.image_url === undefined) !== (one.slack_file === undefined), {
    message: 'must provide either image_url or slack_file',
  });

export const inputs = {
  plainText,
  image,
  email: z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  url: z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  number: z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: numeral.optional(),
    min_value: numeral.optional(),
    max_value: numeral.optional(),
  }),
  richText: z.strictObject({ type: z.literal('rich_text_input'), ...typed, initial_value: z.unknown().optional() }),
  file: z.strictObject({
    type: z.literal('file_input'),
    ...actionId,
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
  date: z.strictObject({
    type: z.literal('datepicker'),
    ...changeable,
    ...placeholder,
    initial_date: z.iso.date().optional(),
  }),
  time: z.strictObject({
    type: z.literal('timepicker'),
    ...changeable,
    ...placeholder,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  dateTime: z.strictObject({
    type: z.literal('datetimepicker'),
    ...changeable,
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
} as const;
