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
  /** Title and axes of a chart. */
  chartTitle: 50,
  /** Names of series and of points along the axis. */
  chartLabel: 20,
  chartPoints: 20,
  /** Later clients are said to take 12; what six allow, all take. */
  chartSeries: 6,
  /** In one message. */
  charts: 2,
  tables: 1,
  tableRows: 100,
  tableColumns: 20,
  /** All cells together. */
  tableText: 10_000,
  /** The sentence beside the blocks: 40,000 are taken, 4,000 are advised. */
  text: 4000,
  /** Text of all blocks together; from about 13,200 on Slack answers `msg_blocks_too_long`, which no page tells. */
  allText: 12_000,
} as const;

/** Slack's limits on a modal and on what can be entered in it. Source: as above. */
export const FORM_LIMITS = {
  blocks: 100,
  /** Title, submit and close. */
  viewTitle: 24,
  metadata: 3000,
  callbackId: 255,
  label: 2000,
  hint: 2000,
  placeholder: 150,
  optionText: 75,
  optionValue: 75,
  optionDescription: 75,
  menuOptions: 100,
  radioButtons: 10,
  checkboxes: 10,
  inputText: 3000,
} as const;
