import { z } from 'zod';
import { SLACK_LIMITS as MAX } from '../../src/core/slack-limits.ts';
import { actionable, changeable, placeholder } from './element-fields.ts';
import { inputs } from './input-limits.ts';
import { choices, isOffered, plainText } from './text-limits.ts';

/** Limits of what can be pressed and picked, from Slack's Block Kit reference; lengths in characters. */
export const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  text: plainText(MAX.buttonText),
  value: z.string().max(MAX.buttonValue).optional(),
  url: z.string().max(MAX.buttonUrl).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const workflowButton = z.looseObject({
  type: z.literal('workflow_button'),
  ...actionable,
  text: plainText(MAX.buttonText),
});

const overflow = z.strictObject({ type: z.literal('overflow'), ...actionable, options: choices.overflow });

const fixed = { options: choices.menu.optional(), option_groups: choices.groups.optional() };

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...changeable,
    ...placeholder,
    ...fixed,
    initial_option: choices.oneOfMenu.optional(),
  })
  .refine((menu) => (menu.options === undefined) !== (menu.option_groups === undefined), {
    message: 'must provide either options or option_groups',
  })
  .refine((menu) => isOffered(menu.initial_option ? [menu.initial_option] : [], menu.options, menu.option_groups), {
    message: 'initial_option must be one of the options',
  });

const multi = { ...changeable, ...placeholder, max_selected_items: z.int().min(1).optional() };

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...multi,
    ...fixed,
    initial_options: choices.menu.optional(),
  })
  .refine((menu) => (menu.options === undefined) !== (menu.option_groups === undefined), {
    message: 'must provide either options or option_groups',
  })
  .refine((menu) => isOffered(menu.initial_options ?? [], menu.options, menu.option_groups), {
    message: 'initial_options must be among the options',
  });

const lookedUp = { min_query_length: z.int().min(0).optional() };

const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...changeable,
  ...placeholder,
  ...lookedUp,
  initial_option: choices.oneOfMenu.optional(),
});

const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...multi,
  ...lookedUp,
  initial_options: choices.menu.optional(),
});

const id = z.string().optional();
const ids = z.array(z.string()).min(1).optional();
const responds = { response_url_enabled: z.boolean().optional() };
const filtered = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};

const selects = [
  staticSelect,
  externalSelect,
  z.strictObject({ type: z.literal('users_select'), ...changeable, ...placeholder, initial_user: id }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...changeable,
    ...placeholder,
    ...filtered,
    ...responds,
    initial_conversation: id,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...changeable,
    ...placeholder,
    ...responds,
    initial_channel: id,
  }),
  multiStaticSelect,
  multiExternalSelect,
  z.strictObject({ type: z.literal('multi_users_select'), ...multi, initial_users: ids }),
  z.strictObject({ type: z.literal('multi_conversations_select'), ...multi, ...filtered, initial_conversations: ids }),
  z.strictObject({ type: z.literal('multi_channels_select'), ...multi, initial_channels: ids }),
] as const;

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...changeable,
    options: choices.radios,
    initial_option: choices.oneOfBox.optional(),
  })
  .refine((boxes) => isOffered(boxes.initial_option ? [boxes.initial_option] : [], boxes.options), {
    message: 'initial_option must be one of the options',
  });

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...changeable,
    options: choices.checks,
    initial_options: choices.checks.optional(),
  })
  .refine((boxes) => isOffered(boxes.initial_options ?? [], boxes.options), {
    message: 'initial_options must be among the options',
  });

const pickable = [...selects, radioButtons, checkboxes, inputs.date, inputs.time] as const;
const pressable = [button, workflowButton, overflow] as const;

/** What may stand in an actions block. */
export const actionElement = z.discriminatedUnion('type', [
  ...pressable,
  ...pickable,
  inputs.dateTime,
  inputs.richText,
]);

/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [...pressable, ...pickable, inputs.image]);

/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion('type', [
  ...pickable,
  inputs.dateTime,
  inputs.plainText,
  inputs.email,
  inputs.url,
  inputs.number,
  inputs.richText,
  inputs.file,
]);
