/** Every button Slipway draws. The action id says what a press asks for; the value only says which rollout and gate. */
export const BUTTONS = [
  'confirm_plan',
  'supersede',
  'wait_for_it',
  'stop_waiting',
  'show_plan',
  'advance',
  'pause',
  'resume',
  'adopt',
  'restore',
  'abort',
  'roll_back',
  'roll_back_now',
  'unfreeze',
] as const;
export type ButtonAction = (typeof BUTTONS)[number];

export function isButtonAction(actionId: string): actionId is ButtonAction {
  return (BUTTONS as readonly string[]).includes(actionId);
}

/** The action id of a link drawn as a button: Slack opens it, and tells of the press all the same. */
export const LINK_BUTTON = 'open_card';

/** The action id of the button that opens the form of a deploy. */
export const FORM_BUTTON = 'open_deploy_form';

/** The buttons of error patterns, under a report and in its modals. They change no rollout. */
export const PATTERN_BUTTONS = ['pattern_example', 'pattern_mute', 'pattern_unmute', 'all_patterns'] as const;
export type PatternButton = (typeof PATTERN_BUTTONS)[number];

export function isPatternButton(actionId: string): actionId is PatternButton {
  return (PATTERN_BUTTONS as readonly string[]).includes(actionId);
}

/** `<rolloutId>.<gate>`: opaque to Slack, no command text in it (anybody who sees a message can press its buttons). */
export function gateValue(rolloutId: string, gate: number): string {
  return `${rolloutId}.${gate}`;
}

export function readGateValue(value: string): { readonly rolloutId: string; readonly gate: number } | null {
  const match = /^([0-9a-f]{10})\.(\d{1,9})$/.exec(value);
  return match?.[1] && match[2] ? { rolloutId: match[1], gate: Number(match[2]) } : null;
}

/** `<rolloutId>.<planHash>`: a confirm holds for exactly the plan that was shown. */
export function planValue(rolloutId: string, planHash: string): string {
  return `${rolloutId}.${planHash}`;
}

export function readPlanValue(value: string): { readonly rolloutId: string; readonly planHash: string } | null {
  const match = /^([0-9a-f]{10})\.([0-9a-f]{64})$/.exec(value);
  return match?.[1] && match[2] ? { rolloutId: match[1], planHash: match[2] } : null;
}

/** `<service>.<env>`: a freeze outlives its rollout, so its button names the place. Names hold no dot. */
export function unfreezeValue(service: string, env: string): string {
  return `${service}.${env}`;
}

export function readUnfreezeValue(value: string): { readonly service: string; readonly env: string } | null {
  const match = /^([a-z][a-z0-9-]{0,62})\.([a-z][a-z0-9-]{0,62})$/.exec(value);
  return match?.[1] && match[2] ? { service: match[1], env: match[2] } : null;
}

const REPORT_ID = /^[0-9a-z-]{10,60}$/;

/** `<reportId>.<patternId>`: one pattern as it was shown. */
export function patternValue(reportId: string, patternId: string): string {
  return `${reportId}.${patternId}`;
}

export function readPatternValue(value: string): { readonly reportId: string; readonly patternId: string } | null {
  const [reportId = '', patternId = '', ...more] = value.split('.');
  const isOurs = REPORT_ID.test(reportId) && /^[0-9a-f]{10}$/.test(patternId) && more.length === 0;
  return isOurs ? { reportId, patternId } : null;
}

/** The value of `all_patterns` is the report's id alone. */
export function readReportValue(value: string): string | null {
  return REPORT_ID.test(value) ? value : null;
}
