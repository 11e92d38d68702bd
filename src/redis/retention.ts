/** Evidence of an ended rollout is looked at again for a week; longer than any phase lasts. */
export const EVIDENCE_LIVES_MS = 7 * 24 * 60 * 60_000;
/** An entry that comes again within this time, by a tail or a list, is known to have been counted. */
export const ERRORS_REMEMBERED_MS = 2 * 60 * 60_000;
/** Reports are kept as long as somebody may press the buttons under them. */
export const REPORTS_LIVE_MS = 30 * 24 * 60 * 60_000;
