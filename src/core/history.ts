/** No deploys of a service here until a person lifts it; rollbacks put it there with their reason. */
export type Freeze = {
  readonly reason: string;
  readonly by: string | null;
  readonly sinceMs: number;
  readonly rolloutId: string | null;
};

/** A revision that once had all traffic, and how that ended. */
export type Served = {
  readonly revision: string;
  readonly untilMs: number | null;
  readonly end: 'serving' | 'replaced' | 'rolledBackFrom';
};
