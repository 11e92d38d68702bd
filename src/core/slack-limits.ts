/**
 * Slack's limits on one message, in UTF-16 units of the text as sent (escapes included). Source: the Block Kit reference
 * and the doc comments of `@slack/types`. The writers of messages cut to them; the check before every send is made of them.
 */
export const SLACK_LIMITS = {
  blocks: 50,
  sectionText: 3000,
  fields: 10,
  fieldText: 2000,
  headerText: 150,
  contextElements: 10,
  contextText: 3000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  actionId: 255,
  blockId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  preformattedText: 3000,
  /** The sentence beside the blocks: 40,000 are taken, 4,000 are advised. */
  text: 4000,
  /** Text of all blocks together; from about 13,200 on Slack answers `msg_blocks_too_long`, which no page tells. */
  allText: 12_000,
} as const;
