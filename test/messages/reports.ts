import type { ErrorReport, Pattern, ShownReport } from '../../src/core/patterns/report.ts';
import { at, common, MINUTE } from './rollouts.ts';

/** As a worker names a report: the rollout, and what told of it. */
export const REPORT_ID = '0a1b2c3d4e-errors';

const STABLE = 'api-gateway-r99887766aa';
const idOf = (index: number) => index.toString(16).padStart(10, '0');

/** A pattern with what a test does not speak of. */
export function pattern(index: number, of: Partial<Pattern>): Pattern {
  return {
    id: idOf(index),
    keys: [idOf(index)],
    standing: 'same',
    variantOf: null,
    template: `pattern ${index}`,
    codes: [],
    frames: [],
    platform: null,
    values: [],
    subject: { requests: 1, errors: 1, firstAtMs: at(4), lastAtMs: at(4), instances: 1 },
    beside: { requests: 0, errors: 0 },
    before: { requests: 0, errors: 0 },
    times: null,
    example: (of.template ?? `pattern ${index}`).replaceAll('<*>', '4711'),
    constantText: `pattern ${index}`,
    muted: null,
    ...of,
  };
}

const TYPE_ERROR = pattern(1, {
  standing: 'new',
  template: 'TypeError: Cannot read properties of undefined (reading <*>)',
  frames: ['priceCart@pricing.js', 'place@order-service.js', 'handle@checkout.js'],
  values: [
    [
      { text: "'total'", count: 190 },
      { text: "'id'", count: 24 },
    ],
  ],
  subject: { requests: 214, errors: 214, firstAtMs: at(3) + 11_000, lastAtMs: at(11) + 58_000, instances: 3 },
  example: [
    "TypeError: Cannot read properties of undefined (reading 'total')",
    '    at priceCart (/srv/dist/pricing.js:42:17)',
    '    at OrderService.place (/srv/dist/order-service.js:118:23)',
    '    at async handle (/srv/dist/checkout.js:31:5)',
    '    at async /srv/node_modules/express/lib/router/layer.js:95:5',
  ].join('\n'),
  constantText: 'Cannot read properties of undefined (reading ',
});

const OUT_OF_MEMORY = pattern(2, {
  standing: 'new',
  template: 'Memory limit of <*> MiB exceeded with <*> MiB used.',
  platform: 'outOfMemory',
  values: [
    [{ text: '512', count: 3 }],
    [
      { text: '524', count: 1 },
      { text: '519', count: 1 },
      { text: '530', count: 1 },
    ],
  ],
  subject: { requests: 3, errors: 3, firstAtMs: at(6), lastAtMs: at(10) + 2_000, instances: 2 },
  example: 'Memory limit of 512 MiB exceeded with 524 MiB used. Consider increasing the memory limit.',
  constantText: 'Memory limit of 512 MiB exceeded with ',
});

const UPSTREAM = pattern(3, {
  standing: 'raised',
  times: 6.13,
  template: 'upstream <*> returned <*> after <*>',
  codes: ['status 502'],
  values: [
    [
      { text: 'payments', count: 58 },
      { text: 'search', count: 3 },
    ],
    [
      { text: '502', count: 44 },
      { text: '503', count: 17 },
    ],
    [
      { text: '1002 ms', count: 1 },
      { text: '998 ms', count: 1 },
      { text: '1001 ms', count: 1 },
    ],
  ],
  subject: { requests: 61, errors: 61, firstAtMs: at(2) + 4_000, lastAtMs: at(11) + 59_000, instances: 5 },
  beside: { requests: 290, errors: 290 },
  before: { requests: 1_204, errors: 1_204 },
  example: 'upstream payments returned 502 after 1002 ms',
  constantText: ' returned ',
});

const REFUSED = pattern(4, {
  template: 'connect ECONNREFUSED <*>',
  codes: ['ECONNREFUSED'],
  values: [[{ text: '10.0.0.7:6379', count: 22 }]],
  subject: { requests: 22, errors: 23, firstAtMs: at(2) + 9_000, lastAtMs: at(11), instances: 4 },
  beside: { requests: 660, errors: 671 },
  before: { requests: 2_409, errors: 2_440 },
  example: 'Error: connect ECONNREFUSED 10.0.0.7:6379',
  constantText: 'connect ECONNREFUSED ',
});

const VARIANT = pattern(5, {
  standing: 'variant',
  variantOf: { id: UPSTREAM.id, template: UPSTREAM.template },
  template: 'upstream <*> answered <*> after <*> and 2 retries',
  subject: { requests: 9, errors: 9, firstAtMs: at(5), lastAtMs: at(8), instances: 2 },
});

const SLOW_QUERY = pattern(6, {
  template: 'query took <*>, over the limit of 500 ms: select from carts',
  subject: { requests: 3, errors: 3, firstAtMs: at(7), lastAtMs: at(9), instances: 2 },
  beside: { requests: 77, errors: 80 },
  before: { requests: 310, errors: 312 },
});

export const SIX: readonly Pattern[] = [TYPE_ERROR, OUT_OF_MEMORY, UPSTREAM, VARIANT, REFUSED, SLOW_QUERY];

const SPAN = { fromMs: at(2), untilMs: at(12) };

export const REPORT: ErrorReport = {
  subject: { revision: common.canary, span: SPAN, requests: 41_203, isEstimated: true },
  beside: { revision: STABLE, span: SPAN, requests: 1_204_331, isEstimated: true },
  before: { revision: STABLE, span: { fromMs: at(-58), untilMs: at(2) }, requests: 4_813_202, isEstimated: false },
  patterns: SIX,
  failingRequests: 301,
  failingBeside: 861,
  errors: 313,
  unread: 0,
  holes: [],
};

/** A report as it is shown of the usual rollout. */
export function shown(report: Partial<ErrorReport> = {}): ShownReport {
  return {
    at: { ...common.place, service: common.service },
    service: common.service,
    env: common.env,
    report: { ...REPORT, ...report },
  };
}

export const ONE = shown({ patterns: [TYPE_ERROR], failingRequests: 214, errors: 214 });

/** Ever rarer ones after the six. */
export const SIXTY = shown({
  patterns: [
    ...SIX,
    ...Array.from({ length: 54 }, (_, index) =>
      pattern(index + 7, {
        template: `job ${['mail', 'index', 'invoice', 'export'][index % 4]} failed in step ${index + 1}: <*>`,
        subject: {
          requests: Math.ceil(40 / (index + 1)),
          errors: 40 - Math.floor(index / 2),
          firstAtMs: at(3),
          lastAtMs: at(9),
          instances: 2,
        },
        beside: { requests: 60 - index, errors: 60 - index },
      }),
    ),
  ],
  failingRequests: 455,
  errors: 1_204,
});

const mutedUntil = { patternId: idOf(7), untilMs: at(7 * 24 * 60), by: 'U0BO' };
const LOUD = pattern(7, {
  standing: 'new',
  example: 'deprecated header x-cart-v1 was sent',
  template: 'deprecated header <*> was sent',
  subject: { requests: 4_120, errors: 4_120, firstAtMs: at(2), lastAtMs: at(12) - 1_000, instances: 6 },
  muted: mutedUntil,
});

export const MUTED = shown({ patterns: [TYPE_ERROR, UPSTREAM, LOUD], failingRequests: 4_377, errors: 4_395 });
export const ALL_MUTED = shown({ patterns: [LOUD], failingRequests: 4_120, errors: 4_120 });
export const SAMPLED = shown({ patterns: SIX.slice(0, 3), errors: 1_000, unread: 11_204, failingRequests: 964 });
export const WITH_HOLES = shown({
  patterns: SIX.slice(0, 1),
  holes: [
    { fromMs: at(3), untilMs: at(5) },
    { fromMs: at(8), untilMs: at(8) + 20_000 },
    { fromMs: at(9), untilMs: at(9) + 400 },
  ],
});
export const FIRST_DEPLOY = shown({
  patterns: [
    { ...TYPE_ERROR, standing: 'same', beside: null },
    { ...OUT_OF_MEMORY, standing: 'same', beside: null },
  ],
  beside: null,
  before: null,
  errors: 217,
  failingRequests: 214,
});
/** The whole time in which a revision tried to start; no request was served. */
export const NEVER_STARTED = shown({
  subject: {
    revision: common.canary,
    span: { fromMs: at(0), untilMs: at(0) + 2 * MINUTE },
    requests: 0,
    isEstimated: false,
  },
  beside: null,
  patterns: [
    pattern(8, {
      standing: 'new',
      template: "Error: Cannot find module '/srv/dist/main.js'",
      codes: ['MODULE_NOT_FOUND'],
      subject: { requests: 4, errors: 4, firstAtMs: at(0) + 9_000, lastAtMs: at(1), instances: 4 },
      beside: null,
    }),
    pattern(9, {
      standing: 'new',
      template: 'Container called exit(<*>).',
      platform: 'containerExited',
      values: [[{ text: '1', count: 4 }]],
      subject: { requests: 4, errors: 4, firstAtMs: at(0) + 9_500, lastAtMs: at(1), instances: 4 },
      beside: null,
    }),
  ],
  errors: 8,
  failingRequests: 8,
});
export const UNKNOWN_EXPOSURE = shown({
  subject: { ...REPORT.subject, requests: null },
  beside: REPORT.beside && { ...REPORT.beside, requests: null },
  before: REPORT.before && { ...REPORT.before, requests: null },
  patterns: SIX.slice(0, 3).map((one) => ({ ...one, times: null })),
});
export const NOTHING = shown({ patterns: [], errors: 0, failingRequests: 0 });
/** Nothing is rolled out: what serves is compared with its own hour before. */
export const OWN_PAST = shown({
  beside: null,
  failingBeside: null,
  before: REPORT.before && { ...REPORT.before, revision: REPORT.subject.revision },
  patterns: SIX.map((one) => ({ ...one, beside: null })),
});
