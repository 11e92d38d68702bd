/** Evidence of an ended rollout is looked at again for a week; longer than any phase lasts. */
export const EVIDENCE_LIVES_MS = 7 * 24 * 60 * 60_000;
