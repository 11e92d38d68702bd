import { z } from 'zod';
import { FORM_LIMITS as FORM, SLACK_LIMITS as MAX } from '../../src/core/slack-limits.ts';

/** Texts, confirm dialogs and choices, from Slack's Block Kit reference; lengths in characters. */
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

export const confirmDialog = z.strictObject({
  title: plainText(MAX.confirmTitle).optional(),
  text: anyText(MAX.confirmText),
  confirm: plainText(MAX.confirmButton).optional(),
  deny: plainText(MAX.confirmButton).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const choice = z.strictObject({
  text: plainText(FORM.optionText),
  value: z.string().min(1).max(FORM.optionValue),
  description: plainText(FORM.optionDescription).optional(),
});

/** An entry of a menu. */
const menuChoice = choice;
/** Radio buttons and checkboxes may be formatted. */
const boxChoice = choice.extend({
  text: anyText(FORM.optionText),
  description: anyText(FORM.optionDescription).optional(),
});
/** An overflow's entry may lead somewhere. */
const overflowChoice = choice.extend({ url: z.string().max(MAX.buttonUrl).optional() });

const maxGroups = 100;

const choiceGroup = z.strictObject({
  label: plainText(75),
  options: z.array(menuChoice).min(1).max(FORM.menuOptions),
});

export const choices = {
  menu: z.array(menuChoice).min(1).max(FORM.menuOptions),
  groups: z.array(choiceGroup).min(1).max(maxGroups),
  radios: z.array(boxChoice).min(1).max(FORM.radioButtons),
  checks: z.array(boxChoice).min(1).max(FORM.checkboxes),
  overflow: z.array(overflowChoice).min(1).max(5),
  oneOfMenu: menuChoice,
  oneOfBox: boxChoice,
} as const;

/** What an app answers when Slack asks for the options of an external select; nothing found is an empty list. */
export const suggestions = z
  .looseObject({
    options: z.array(menuChoice).max(FORM.menuOptions).optional(),
    option_groups: z.array(choiceGroup).max(maxGroups).optional(),
  })
  .refine((answer) => (answer.options === undefined) !== (answer.option_groups === undefined), {
    message: 'must provide either options or option_groups',
  });

type Valued = { value: string };
type Groups = readonly { options: readonly Valued[] }[];

/** Whether what is chosen at first is among what can be chosen. */
export function isOffered(
  initial: readonly Valued[],
  options: readonly Valued[] | undefined,
  groups?: Groups | undefined,
): boolean {
  const offered = [...(options ?? []), ...(groups ?? []).flatMap((group) => group.options)];
  return initial.every(({ value }) => offered.some((option) => option.value === value));
}
