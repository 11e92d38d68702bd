/** Goes up with every change after which the same evidence may give another verdict; stored with each decision. */
export const JUDGE_VERSION = 1;

/** Windows to a minute, in production. */
export const MINUTE = 12;

/**
 * What can be turned about the judge, all of it numbers so that one may be overridden by its name. Spans are numbers of
 * windows (12 are a minute in production): a rehearsal with shorter windows is judged that much faster.
 */
export type JudgeParams = {
  /** A rule may be wrong about a canary that is no worse than allowed this often, however often one looks. */
  readonly alpha: number;
  /** Still "no worse than stable": instances, caches and clients differ a little by chance. */
  readonly margin: number;
  /** The same while stable is in trouble itself: a shared cause seldom hits both alike. */
  readonly marginInTrouble: number;
  /** Runbook 001: over 1 % errors is critical, over 0.5 % a warning. Limits of the catalog raise them. */
  readonly criticalShare: number;
  readonly warningShare: number;
  /** Over the warning *and* over this many times stable is a failure even where stable's share is high. */
  readonly timesStable: number;
  /** At 100 % there is nothing to compare with but the hour before: only gross failures are called. */
  readonly aloneShare: number;
  /** What one window may multiply the evidence by at most: a crashed instance is one event, not two hundred. */
  readonly mostPerWindow: number;
  /** Windows with errors of the canary's that a failure needs at least. */
  readonly fewestWindows: number;
  /** A cold canary may fail this share of its requests at once, half of it after each `coldHalfLife`. */
  readonly coldShare: number;
  readonly coldHalfLife: number;
  /** Failing so much of its newest requests, and by chance so seldom if half of them failed, is failing outright. */
  readonly deadShare: number;
  readonly deadChance: number;
  /** Slow requests come in waves: they are counted in groups of this many windows. */
  readonly slowGroup: number;
  /** Slow beyond doubt is this many times the allowed share. */
  readonly timesSlow: number;
  /** Answers fewer than this share of the fair ones are missing. */
  readonly answeredShare: number;
  /** After a shift requests are on their way and none is answered yet. */
  readonly settling: number;
  /** One-sided doubt about what the canary's error share is below. */
  readonly doubt: number;
  /** A share is compatible with its limit when it would be seen at least this often. */
  readonly compatible: number;
  /** Odds for "worse than stable" that do not roll back yet but forbid to advance. */
  readonly worseOdds: number;
  /** Times the phase's own length that evidence may take before a person is asked, and while stable shares the trouble. */
  readonly patience: number;
  readonly patienceInTrouble: number;
  /** Neither heard nor counted for this many windows: blind. Monitoring is minutes late anyway. */
  readonly unheard: number;
  readonly uncounted: number;
};

export const DEFAULT_PARAMS: JudgeParams = {
  alpha: 0.01,
  margin: 1.5,
  marginInTrouble: 3,
  criticalShare: 0.01,
  warningShare: 0.005,
  timesStable: 3,
  aloneShare: 0.05,
  mostPerWindow: 10,
  fewestWindows: 3,
  coldShare: 0.25,
  coldHalfLife: 4,
  deadShare: 0.97,
  deadChance: 0.0001,
  slowGroup: 4,
  timesSlow: 2,
  answeredShare: 0.9,
  settling: 6,
  doubt: 0.05,
  compatible: 0.1,
  worseOdds: 20,
  patience: 3,
  patienceInTrouble: 6,
  unheard: 18,
  uncounted: 66,
};
