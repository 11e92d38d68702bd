import { HOUR_MS } from '../evidence/last-hour.ts';
/** The modal in which a pattern is muted, by its callback id. */
export const MUTE_FORM = 'pattern_mute';

/** The one field of that modal. */
export const MUTE_BLOCK = 'mute_for';

const DAY_MS = 24 * HOUR_MS;

/** How long a pattern can be muted; nothing is muted for ever. `value` is what Slack gives back. */
export const MUTE_CHOICES = [
  { value: '1h', text: '1 hour', forMs: HOUR_MS },
  { value: '1d', text: '1 day', forMs: DAY_MS },
  { value: '1w', text: '1 week', forMs: 7 * DAY_MS },
  { value: '30d', text: '30 days', forMs: 30 * DAY_MS },
] as const;

/** No request for more is carried out, whoever put it into the queue. */
export const LONGEST_MUTE_MS = Math.max(...MUTE_CHOICES.map(({ forMs }) => forMs));

/** Chosen already when the modal opens. */
export const USUAL_MUTE = MUTE_CHOICES[1];

/** For how long, by the chosen `value`; null for a value that is none of ours. */
export function muteMs(value: string): number | null {
  return MUTE_CHOICES.find((choice) => choice.value === value)?.forMs ?? null;
}
