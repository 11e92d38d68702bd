import { z } from 'zod';

/** What web and worker both need. */
export type SharedEnv = {
  readonly redisUrl: string;
  /** Begins every key; its hash tag keeps them on one node of a cluster. */
  readonly redisPrefix: string;
  readonly catalogPath: string;
  /** Where health, readiness, metrics and (HTTP) Slack's requests are answered. */
  readonly port: number;
  readonly logLevel: z.output<typeof logLevel>;
  readonly slack: {
    readonly botToken: string;
    /** Slack's own when null. */
    readonly apiUrl: string | null;
    readonly teamId: string;
    readonly appId: string;
    readonly botId: string;
    readonly botUserId: string;
  };
};

/** How Slack reaches us: signed requests, or a socket that we open ourselves. */
export type SlackTransport =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

export type WebEnv = SharedEnv & { readonly transport: SlackTransport };

export type WorkerEnv = SharedEnv & {
  /** `host:port` of a plaintext stand-in for all Google APIs; null for the real ones. */
  readonly gcpSandbox: string | null;
  /** Where the sandbox answers for APIs over REST; null at Google, or where it has none. */
  readonly gcpSandboxHttp: string | null;
  /** Monitoring's sampling period, 60 s at Google. */
  readonly metricPeriodMs: number;
  /** How many times faster than Slack's the rate limits of a stand-in are; 1 for Slack itself. */
  readonly slackPace: number;
  /** True: an operator wants to run on a Redis that may lose rollouts. */
  readonly unsafeRedis: boolean;
};

/** What the command line needs: no Slack, no Redis. */
export type CliEnv = Pick<SharedEnv, 'catalogPath'> &
  Pick<WorkerEnv, 'gcpSandbox' | 'metricPeriodMs'> & { readonly user: string };

type Variables = Readonly<Record<string, string | undefined>>;

const logLevel = z.enum(['debug', 'info', 'warn', 'error']);

const shared = {
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-')
    .describe('Slack app → OAuth & Permissions → Bot User OAuth Token, xoxb-…'),
  SLACK_API_URL: z.url().optional().describe("Only for a stand-in of Slack's Web API, such as the sandbox's."),
  SLACK_TEAM_ID: z.string().regex(/^T/).describe('`team_id` in the answer of https://slack.com/api/auth.test, T…'),
  SLACK_APP_ID: z.string().regex(/^A/).describe('Slack app → Basic Information → App ID, A…'),
  SLACK_BOT_ID: z.string().regex(/^B/).describe('`bot_id` in the answer of https://slack.com/api/auth.test, B…'),
  SLACK_BOT_USER_ID: z.string().regex(/^[UW]/).describe('`user_id` in the answer of auth.test with the bot token, U…'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//)
    .describe('Address of a Redis or Valkey with appendonly yes and noeviction, redis://host:6379'),
  SLIPWAY_REDIS_PREFIX: z
    .string()
    .regex(/^\{[a-z0-9][a-z0-9-]{0,39}\}$/)
    .default('{slipway}')
    .describe('Begins every key in Redis; one of its own, like {slipway-2}, for each Slipway that shares a Redis.'),
  SLIPWAY_CATALOG: z.string().default('services.yml').describe('Path of the catalog; see services.example.yml.'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('Port to listen on; 8080 when not set.'),
  LOG_LEVEL: logLevel.default('info').describe('debug, info, warn or error; info when not set.'),
};

const signingSecret = z.string().min(8).describe('Slack app → Basic Information → Signing Secret');
const appToken = z
  .string()
  .startsWith('xapp-')
  .describe('Slack app → Basic Information → App-Level Tokens, with connections:write, xapp-…');

const gcpSandbox = z
  .string()
  .regex(/^[^:]+:\d+$/)
  .optional()
  .describe('Only for the sandbox: host:port that answers for all Google APIs.');

const metricPeriodMs = z.coerce
  .number()
  .int()
  .min(1_000)
  .default(60_000)
  .describe("Only for the sandbox: Monitoring's sampling period, 60000 at Google.");

const httpVariables = z.object({ ...shared, SLACK_SIGNING_SECRET: signingSecret });
const socketVariables = z.object({ ...shared, SLACK_APP_TOKEN: appToken });
const workerVariables = z.object({
  ...shared,
  GCP_SANDBOX: gcpSandbox,
  GCP_SANDBOX_HTTP: z
    .url()
    .optional()
    .describe('Only for the sandbox: address that answers for those Google APIs that are offered over REST alone.'),
  SLIPWAY_METRIC_PERIOD_MS: metricPeriodMs,
  SLIPWAY_UNSAFE_REDIS: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('yes runs on a Redis that evicts or keeps nothing on disk: for a try-out only.'),
  SLIPWAY_SLACK_PACE: z.coerce
    .number()
    .min(1)
    .default(1)
    .describe("Only for the sandbox: how many times faster than Slack's its rate limits are."),
});

/** @throws Error that lists everything missing or wrong, and where to get each. */
export function readWebEnv(variables: Variables = process.env): WebEnv {
  if (variables['SLACK_APP_TOKEN']) {
    const { SLACK_APP_TOKEN, ...rest } = read(socketVariables, variables);
    return { ...sharedEnv(rest), transport: { kind: 'socket', appToken: SLACK_APP_TOKEN } };
  }
  const { SLACK_SIGNING_SECRET, ...rest } = read(httpVariables, variables);
  return { ...sharedEnv(rest), transport: { kind: 'http', signingSecret: SLACK_SIGNING_SECRET } };
}

/** @throws Error that lists everything missing or wrong, and where to get each. */
export function readWorkerEnv(variables: Variables = process.env): WorkerEnv {
  const { GCP_SANDBOX, GCP_SANDBOX_HTTP, SLIPWAY_METRIC_PERIOD_MS, SLIPWAY_SLACK_PACE, SLIPWAY_UNSAFE_REDIS, ...rest } =
    read(workerVariables, variables);
  return {
    ...sharedEnv(rest),
    gcpSandbox: GCP_SANDBOX ?? null,
    gcpSandboxHttp: GCP_SANDBOX_HTTP ?? null,
    metricPeriodMs: SLIPWAY_METRIC_PERIOD_MS,
    slackPace: SLIPWAY_SLACK_PACE,
    unsafeRedis: SLIPWAY_UNSAFE_REDIS === 'yes',
  };
}

const cliVariables = z.object({
  SLIPWAY_CATALOG: shared.SLIPWAY_CATALOG,
  GCP_SANDBOX: gcpSandbox,
  SLIPWAY_METRIC_PERIOD_MS: metricPeriodMs,
  USER: z.string().default('somebody').describe('Who you are; set by the shell.'),
});

/** @throws Error that lists everything missing or wrong, and where to get each. */
export function readCliEnv(variables: Variables = process.env): CliEnv {
  const { SLIPWAY_CATALOG, GCP_SANDBOX, SLIPWAY_METRIC_PERIOD_MS, USER } = read(cliVariables, variables);
  const metricPeriod = { metricPeriodMs: SLIPWAY_METRIC_PERIOD_MS };
  return { catalogPath: SLIPWAY_CATALOG, gcpSandbox: GCP_SANDBOX ?? null, ...metricPeriod, user: USER };
}

const historyVariables = z.object({
  REDIS_URL: shared.REDIS_URL,
  SLIPWAY_REDIS_PREFIX: shared.SLIPWAY_REDIS_PREFIX,
});

/** @throws Error that says what is missing or wrong, and where to get it. */
export function readHistoryEnv(variables: Variables = process.env): Pick<SharedEnv, 'redisUrl' | 'redisPrefix'> {
  const { REDIS_URL, SLIPWAY_REDIS_PREFIX } = read(historyVariables, variables);
  return { redisUrl: REDIS_URL, redisPrefix: SLIPWAY_REDIS_PREFIX };
}

function read<T extends z.ZodObject>(schema: T, variables: Variables): z.output<T> {
  // `NAME=` in a file of variables means the same as no such line.
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path }) => {
    const name = String(path[0]);
    const isMissing = present[name] === undefined;
    const howTo = schema.shape[name] instanceof z.ZodType ? schema.shape[name].description : undefined;
    // The value may be half a secret, so it is not shown.
    return `  ${name} ${isMissing ? 'is missing' : 'is not what it should be'}. ${howTo ?? ''}`;
  });
  throw new Error(`These settings are missing or wrong (see .env.example):\n${[...new Set(lines)].join('\n')}`);
}

function sharedEnv(variables: z.output<z.ZodObject<typeof shared>>): SharedEnv {
  return {
    redisUrl: variables.REDIS_URL,
    redisPrefix: variables.SLIPWAY_REDIS_PREFIX,
    catalogPath: variables.SLIPWAY_CATALOG,
    port: variables.PORT,
    logLevel: variables.LOG_LEVEL,
    slack: {
      botToken: variables.SLACK_BOT_TOKEN,
      apiUrl: variables.SLACK_API_URL ?? null,
      teamId: variables.SLACK_TEAM_ID,
      appId: variables.SLACK_APP_ID,
      botId: variables.SLACK_BOT_ID,
      botUserId: variables.SLACK_BOT_USER_ID,
    },
  };
}
