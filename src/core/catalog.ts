/** Slack user ids and user group ids (`U…`, `S…`); somebody belongs when either list holds them. */
export type People = { readonly users: readonly string[]; readonly groups: readonly string[] };

/** A named pair of project and region, with the people and the incident channel that go with it. */
export type Environment = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly project: string;
  readonly region: string;
  /** Slack channel id where the card and its thread stand. */
  readonly channel: string;
  /** The environment whose live image is the default here; null where nothing is promoted. */
  readonly promotesFrom: string | null;
  readonly deployers: People;
  /** Who may press Advance; empty means the deployers (product.md E). */
  readonly approvers: People;
  /** Who may roll back besides the deployers and approvers. */
  readonly commanders: People;
  /** True: the person who asked for the rollout may not press Advance on it. */
  readonly separateDuty: boolean;
  /** Sentences that a person answers for before a rollout starts here; empty where nothing needs to be ticked. */
  readonly checklist: readonly string[];
};

/** The limits one phase is judged by; shares are 0…1. */
export type Criteria = {
  readonly maxErrorShare: number;
  readonly slowOverMs: number;
  readonly maxSlowShare: number;
  /** Canary requests needed before a phase may pass. A failure needs no minimum. */
  readonly minRequests: number;
  /** What the evidence must exclude before the phase may end: error shares from here on (product.md A2). */
  readonly mustExclude: number;
  /** Canary requests that may fail beyond stable's share, whatever can be proved; null for no such budget. */
  readonly maxFailed: number | null;
  /** Of the busiest percent of instances, 0…1 (runbook 001: critical). */
  readonly maxCpu: number;
  readonly maxMemory: number;
};

/** One row of the plan (runbook 001, "Canary deployment procedure"). */
export type Phase = {
  readonly percent: number;
  readonly bakeMs: number;
  readonly advance: 'press' | 'auto';
  readonly criteria: Criteria;
};

/** What is asked of the canary's own URL before it has users, to warm it and to see how much of it fails. */
export type Probes = {
  readonly paths: readonly string[];
  readonly requests: number;
  readonly perSecond: number;
};

/**
 * Where health is no HTTP status (WebSocket, gRPC, queue pullers): a filter of Cloud Logging whose lines are failures, and
 * a metric of Cloud Monitoring that counts what is done.
 */
export type Signal = { readonly failures: string; readonly volume: string };

/** What is asked of the new revision's own URL before it gets traffic. Paths start with a slash. */
export type Verification = {
  readonly healthPath: string;
  /** Its answer must name the image's digest or tag; null where a service has no such path. */
  readonly versionPath: string | null;
  readonly timeoutMs: number;
};

export const STRATEGIES = ['canary', 'blue-green', 'replace'] as const;

/**
 * How users come to the new revision: `canary` in growing shares; `blue-green` all at once, when a person has looked at
 * it and switches; `replace` all at once by itself.
 */
export type Strategy = (typeof STRATEGIES)[number];

export type Service = {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Names of the environments it may be deployed to. */
  readonly environments: readonly string[];
  /** Image repository without tag or digest, e.g. `us-docker.pkg.dev/acme/apps/api-gateway`. */
  readonly image: string;
  readonly strategy: Strategy;
  /** Two revisions of it must never run at once (product.md A13): it can only be replaced, and is stopped first. */
  readonly singleWriter: boolean;
  /** Sticky clients override the traffic split; the plan says so. */
  readonly sessionAffinity: boolean;
  readonly phases: readonly Phase[];
  readonly verify: Verification;
  /** After each shift new instances start: what they do meanwhile counts only when it is gross. */
  readonly warmUpMs: number;
  /** null where nothing is probed. */
  readonly probes: Probes | null;
  /** null where HTTP tells: 5xx are failures, requests are what is done. */
  readonly signal: Signal | null;
};

/** How often the worker looks and how long it waits; one value for the whole catalog. */
export type Timing = {
  /** Time between two looks at a baking canary. */
  readonly lookEveryMs: number;
  /** Longest wait for a revision to become Ready (Cloud Run's own start-up limit is 240 s). */
  readonly readyTimeoutMs: number;
  /** How long a stopped single writer may go on writing: Cloud Run gives 10 s between SIGTERM and SIGKILL. */
  readonly stopGraceMs: number;
  /** Width of the windows in which canary and stable are compared, and of the buckets they are counted in. */
  readonly windowMs: number;
};

/** Something that only this company knows for secret; `pattern` is a regular expression, as in JavaScript with `u`. */
export type RedactionRule = { readonly name: string; readonly pattern: string };

/** What is taken out of foreign text besides the secrets that Slipway knows. */
export type Redaction = { readonly ips: 'keep' | 'remove'; readonly rules: readonly RedactionRule[] };

export type Catalog = {
  readonly environments: readonly Environment[];
  readonly services: readonly Service[];
  readonly timing: Timing;
  readonly redaction: Redaction;
};

/** A service in an environment, by their names. */
export type Place = { readonly service: string; readonly env: string };

const namedAs = (name: string) => (one: { readonly name: string; readonly aliases: readonly string[] }) =>
  one.name === name || one.aliases.includes(name);

/** By name or alias, exactly as written (the parser folds case before). */
export function findService(catalog: Catalog, name: string): Service | undefined {
  return catalog.services.find(namedAs(name));
}

/** By name or alias, exactly as written (the parser folds case before). */
export function findEnvironment(catalog: Catalog, name: string): Environment | undefined {
  return catalog.environments.find(namedAs(name));
}

/** Everything that may be deployed, and where: each service in each of its environments. */
export function placesIn({ services }: Catalog): readonly Place[] {
  return services.flatMap(({ name, environments }) => environments.map((env) => ({ service: name, env })));
}
