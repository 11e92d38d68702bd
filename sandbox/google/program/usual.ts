import { hex } from '../seeded-random.ts';
import type { Printed, Printer, Telling } from './printed.ts';
import { between, orderId } from './traces.ts';

/**
 * What every image logs as an error now and then while it answers well, and the share of requests it does so in: the known
 * noise of a service, which its stable revision has as much as its canary.
 */
const NOISE: readonly { readonly share: number; readonly print: Printer }[] = [
  {
    share: 0.004,
    print: ({ random }) => ({
      stream: 'stdout',
      json: {
        severity: 'ERROR',
        message: `cache write to redis-${between(random, 0, 4)}.internal:6379 timed out after ${between(random, 100, 180)} ms`,
      },
    }),
  },
  {
    share: 0.0015,
    print: ({ random }) => ({
      stream: 'stderr',
      text: `error: feature flags were not refreshed: connect ECONNREFUSED 10.4.${between(random, 0, 8)}.${between(random, 2, 250)}:8500`,
    }),
  },
  {
    share: 0.0005,
    print: ({ random }) => ({
      stream: 'stderr',
      json: {
        level: 'error',
        ts: 1_767_323_045.678,
        msg: 'receipt was not queued',
        error: 'queue is full',
        attempt: between(random, 1, 4),
      },
    }),
  },
];

/** What fails once in thousands of requests with every image. */
const usualFailure: Printer = ({ random }) => ({
  stream: 'stderr',
  json: {
    severity: 'ERROR',
    message: `inventory gave no stock for ${orderId(random)}: upstream answered 503 after ${between(random, 900, 1100)} ms`,
  },
});

/** Every revision says the same while what they all need is away. */
const outageFailure: Printer = ({ random }) => ({
  stream: 'stderr',
  json: {
    severity: 'ERROR',
    message: `order ${orderId(random)} was not saved: connection to orders-db.internal:5432 refused`,
  },
});

/** The same request fails with every revision: it cannot be read. */
const spoiltRequest: Printer = ({ random }) => ({
  stream: 'stderr',
  text: `ERROR request ${hex(random, 16)} rejected: cart has -1 items`,
});

export const failuresOfAll = { usual: usualFailure, outage: outageFailure, spoilt: spoiltRequest };

/** What a request that went well leaves as an error all the same; null mostly. */
export function noiseOf(telling: Telling): Printed | null {
  let left = telling.random();
  for (const { share, print } of NOISE) {
    left -= share;
    if (left < 0) return print(telling);
  }
  return null;
}

const CHATTER: readonly Printer[] = [
  ({ random }) => ({
    stream: 'stdout',
    json: { severity: 'INFO', message: 'order accepted', orderId: orderId(random), items: between(random, 1, 10) },
  }),
  ({ random }) => ({ stream: 'stdout', text: `cache refreshed in ${between(random, 0, 90)} ms` }),
  ({ random }) => ({
    stream: 'stdout',
    json: { severity: 'WARNING', message: `retrying connection to inventory, attempt ${between(random, 1, 4)}` },
  }),
];

/** What a program prints while all is well. */
export function chatter(telling: Telling): Printed {
  const print = CHATTER[between(telling.random, 0, CHATTER.length)];
  return print ? print(telling) : { stream: 'stdout', text: 'ok' };
}
