export const MINUTE_MS = 60_000;
/** The canary's first users. */
export const START_MS = Date.UTC(2026, 10, 22, 14);
