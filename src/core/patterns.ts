/** One group of log lines that differ only in numbers and ids. Texts are redacted before they get here. */
export type ErrorPattern = {
  readonly template: string;
  /** Distinct requests (by trace; else lines) of the canary that show it. */
  readonly requests: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly example: string;
};

export type PatternSummary = {
  readonly patterns: readonly ErrorPattern[];
  /** Groups that were left out of `patterns` because others count more. */
  readonly more: number;
  readonly linesRead: number;
};
