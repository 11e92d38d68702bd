/** What the page and its server tell each other about the town: Cloud Run, traffic, images, faults, processes. */

export type SplitRow = { readonly revision: string; readonly percent: number };

/** What a revision did in a slice of time. */
export type Slice = { readonly requests: number; readonly errors: number };

export type RevisionRow = {
  readonly name: string;
  /** The tag that its image was pushed with. */
  readonly imageTag: string;
  /** What its image does, in words. */
  readonly does: string;
  readonly state: 'starting' | 'ready' | 'failed';
  /** Of real traffic now. */
  readonly percent: number;
  /** Of the traffic that was asked for; differs while Cloud Run is moving it. */
  readonly desiredPercent: number;
  /** Of the last ten seconds. */
  readonly requestsPerSecond: number;
  readonly errorShare: number;
  /** The last minute in slices of three seconds, oldest first. */
  readonly history: readonly Slice[];
};

export type ServiceRow = {
  /** Full resource name, which orders speak of. */
  readonly name: string;
  readonly service: string;
  readonly env: string;
  /** Requests per second that people send to it. */
  readonly requestsPerSecond: number;
  readonly hasOutage: boolean;
  /** One client whose every request fails. */
  readonly hasBadClient: boolean;
  readonly isMoving: boolean;
  /** Those with traffic or a tag, and the newest; newest first. */
  readonly revisions: readonly RevisionRow[];
};

export type ImageRow = {
  /** Such as `api-gateway`. */
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
  /** The behaviour it has, by name; null for one of its own. */
  readonly behaviour: string | null;
  readonly does: string;
};

export type ProcessRow = {
  readonly id: string;
  readonly door: 'web' | 'worker';
  readonly pid: number;
  readonly port: number;
  readonly state: 'running' | 'starting' | 'stopping';
  readonly startedAtMs: number;
  /** How often it ended without being asked. */
  readonly crashes: number;
};

export type BehaviourRow = { readonly name: string; readonly does: string };

export type FaultRow = {
  readonly isSlackAway: boolean;
  readonly historyLagMs: number;
  readonly logLagMs: number;
  /** Log tails end every few seconds. */
  readonly areTailsCut: boolean;
  /** Half of the errors never arrive in the log. */
  readonly isLogLossy: boolean;
  /** What waits for its calls, in words. */
  readonly waiting: readonly string[];
  /** How many calls each button of the board has yet to spoil. */
  readonly left: FaultCounts;
};

export type FaultCounts = {
  readonly posts: number;
  readonly replyLost: number;
  readonly slow: number;
  readonly unavailable: number;
};

export type TownState = {
  readonly atMs: number;
  readonly transport: 'http' | 'socket';
  /** Logs, metrics and Slack's rate limits are this many times faster than the real ones. */
  readonly factor: number;
  readonly services: readonly ServiceRow[];
  readonly processes: readonly ProcessRow[];
  readonly faults: FaultRow;
};

/** What comes over the same socket as the news of Slack: the state once a second, the images when one changes. */
export type TownNews =
  | { readonly type: 'town'; readonly town: TownState }
  | {
      readonly type: 'images';
      readonly images: readonly ImageRow[];
      /** What an image can be made to do. */
      readonly behaviours: readonly BehaviourRow[];
    };

/** What somebody at the panel asks for: `POST /api/town`. Services by full name, images by digest. */
export type TownOrder =
  | { readonly do: 'outage'; readonly service: string; readonly isOn: boolean }
  | { readonly do: 'rate'; readonly service: string; readonly requestsPerSecond: number }
  /** `goodForSeconds`: it is healthy until so long after its revision first got traffic. */
  | {
      readonly do: 'behaviour';
      readonly digest: string;
      readonly behaviour: string;
      readonly goodForSeconds: number;
    }
  | { readonly do: 'slackAway'; readonly isAway: boolean }
  | { readonly do: 'slackLimits'; readonly posts: number; readonly retryAfterSeconds: number }
  | { readonly do: 'historyLag'; readonly lagMs: number }
  | { readonly do: 'googleWrites'; readonly fault: 'replyLost' | 'slow' | 'unavailable'; readonly times: number }
  | { readonly do: 'logLag'; readonly lagMs: number }
  | { readonly do: 'badClient'; readonly service: string; readonly isOn: boolean }
  | { readonly do: 'tailCuts'; readonly isOn: boolean }
  | { readonly do: 'logLoss'; readonly isOn: boolean }
  | { readonly do: 'noFaults' }
  /** As a power cut would; it comes back by itself. */
  | { readonly do: 'kill'; readonly process: string }
  /** As a deploy of Slipway would. */
  | { readonly do: 'restart'; readonly process: string };

export type TownAnswer = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly because: string };
