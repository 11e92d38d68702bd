import { z } from 'zod';

/** Limits of interactive elements and text objects, from Slack's Block Kit reference; lengths in characters. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

const confirmDialog = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const choice = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
  url: z.string().max(3000).optional(),
});

const plainChoice = choice.extend({ text: plainText(75), description: plainText(75).optional() });

const choiceGroup = z.strictObject({ label: plainText(75), options: z.array(choice).min(1).max(100) });

const shared = {
  action_id: z.string().min(1).max(255).optional(),
  confirm: confirmDialog.optional(),
  focus_on_load: z.boolean().optional(),
};

const button = z.strictObject({
  type: z.literal('button'),
  action_id: shared.action_id,
  confirm: shared.confirm,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: shared.action_id,
  confirm: shared.confirm,
  options: z.array(choice).min(1).max(5),
});

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...shared,
    placeholder: plainText(150).optional(),
    options: z.array(choice).min(1).max(100).optional(),
    option_groups: z.array(choiceGroup).min(1).max(100).optional(),
    initial_option: choice.optional(),
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: 'must provide either options or option_groups',
  });

const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...shared,
  placeholder: plainText(150).optional(),
  initial_option: choice.optional(),
  min_query_length: z.int().min(0).optional(),
});

const usersSelect = z.strictObject({
  type: z.enum(['users_select', 'channels_select', 'conversations_select']),
  ...shared,
  placeholder: plainText(150).optional(),
  initial_user: z.string().optional(),
  initial_channel: z.string().optional(),
  initial_conversation: z.string().optional(),
});

const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...shared,
  options: z.array(choice).min(1).max(10),
  initial_option: choice.optional(),
});

const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...shared,
  options: z.array(choice).min(1).max(10),
  initial_options: z.array(choice).min(1).optional(),
});

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: shared.action_id,
  focus_on_load: shared.focus_on_load,
  placeholder: plainText(150).optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  dispatch_action_config: z.unknown().optional(),
});

export const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(3000).optional(),
  slack_file: z.unknown().optional(),
  alt_text: z.string().max(2000),
});

/** What may stand in an actions block. */
const actionElements = [button, overflow, staticSelect, externalSelect, usersSelect, radioButtons, checkboxes] as const;

export const actionElement = z.discriminatedUnion('type', actionElements);

/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [...actionElements, image]);

/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  staticSelect,
  externalSelect,
  usersSelect,
  radioButtons,
  checkboxes,
]);

/** What an app answers when Slack asks for the options of an external select. */
export const suggestions = z
  .looseObject({
    options: z.array(plainChoice).max(100).optional(),
    option_groups: z.array(choiceGroup).max(100).optional(),
  })
  .refine((answer) => (answer.options === undefined) !== (answer.option_groups === undefined), {
    message: 'must provide either options or option_groups',
  });
