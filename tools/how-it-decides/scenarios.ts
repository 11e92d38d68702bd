/** How one revision does at a moment; shares are 0…1. */
export type Doing = {
  readonly errors: number;
  readonly slow?: number;
  /** The part of its requests that it answers at all; 1 where not said. */
  readonly answers?: number;
};

/** `sinceMs`: since the canary's first users. `phaseMs`: since its present share became real. */
export type Moment = { readonly sinceS: number; readonly phaseS: number; readonly percent: number };

export type Scenario = {
  /** The name of its picture. */
  readonly name: string;
  readonly title: string;
  readonly perSecond: number;
  readonly seed: number;
  readonly canary: (moment: Moment) => Doing;
  readonly stable: (moment: Moment) => Doing;
  /** What is drawn of both revisions, and of the judge below it. */
  readonly above: 'errors' | 'slow' | 'answers';
  readonly below: 'bet' | 'proof';
};

const well = (): Doing => ({ errors: 0.0004, slow: 0.003 });

export const SCENARIOS: readonly Scenario[] = [
  {
    ...{ name: '1-healthy', title: 'A healthy canary, 60 requests per second', perSecond: 60, seed: 1 },
    ...{ canary: well, stable: well, above: 'errors', below: 'proof' },
  },
  {
    ...{ name: '2-five-percent', title: 'A canary that fails one request in twenty', perSecond: 60, seed: 2 },
    ...{ canary: () => ({ errors: 0.05 }), stable: well, above: 'errors', below: 'bet' },
  },
  {
    ...{ name: '3-dead', title: 'A canary that fails everything', perSecond: 60, seed: 3 },
    ...{ canary: () => ({ errors: 1 }), stable: well, above: 'errors', below: 'bet' },
  },
  {
    ...{ name: '4-burst', title: 'One instance of the canary crashes once', perSecond: 120, seed: 4 },
    canary: ({ sinceS }) => (sinceS >= 300 && sinceS < 305 ? { errors: 0.2 } : well()),
    ...{ stable: well, above: 'errors', below: 'bet' },
  },
  {
    ...{ name: '5-shared', title: 'A database that both need is away for five minutes', perSecond: 60, seed: 5 },
    canary: ({ sinceS }) => (sinceS >= 360 && sinceS < 660 ? { errors: 0.22 } : well()),
    stable: ({ sinceS }) => (sinceS >= 360 && sinceS < 660 ? { errors: 0.2 } : well()),
    ...{ above: 'errors', below: 'bet' },
  },
  {
    ...{ name: '6-cold', title: 'Cold instances fail for a minute after each shift', perSecond: 60, seed: 6 },
    canary: ({ phaseS }) => (phaseS < 60 ? { errors: 0.08 } : well()),
    ...{ stable: well, above: 'errors', below: 'bet' },
  },
  {
    ...{ name: '7-quiet', title: 'Too little traffic: 1.5 requests per second', perSecond: 1.5, seed: 7 },
    ...{ canary: well, stable: well, above: 'errors', below: 'proof' },
  },
  {
    ...{ name: '8-silent', title: 'A canary that hangs: after two minutes it answers nothing', perSecond: 60, seed: 8 },
    canary: ({ sinceS }) => ({ errors: 0.0004, answers: sinceS < 120 ? 1 : 0 }),
    ...{ stable: well, above: 'answers', below: 'bet' },
  },
  {
    ...{ name: '9-slow', title: 'A canary of which 6 % of the requests became slow', perSecond: 60, seed: 9 },
    ...{ canary: () => ({ errors: 0.0004, slow: 0.06 }), stable: well, above: 'slow', below: 'bet' },
  },
  {
    ...{ name: '10-late', title: 'A fault that shows at 25 % only', perSecond: 60, seed: 10 },
    canary: ({ percent }) => (percent >= 25 ? { errors: 0.03 } : well()),
    ...{ stable: well, above: 'errors', below: 'bet' },
  },
];
