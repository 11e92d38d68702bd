import type { LogEntry } from '../src/core/logged/entry.ts';
import { loggedErrors } from '../src/core/logged/logged-errors.ts';
import { sign } from '../src/core/mining/sign.ts';
import { plainText } from '../src/core/plain-text.ts';
import { redactorOf, redactWhole } from '../src/core/redaction/redact.ts';
import { readTrace } from '../src/core/traces/read-trace.ts';
import { readOptions } from './measure/options.ts';
import { finish, rounded, say } from './measure/result.ts';
import { SHAPES, type Shape } from './redos/shapes.ts';

const { longestKb, times, show } = readOptions({ longestKb: 256, times: 3, show: 10 });

const LENGTHS = [1, 4, 16, 64, 256].filter((kb) => kb <= longestKb).map((kb) => kb * 1_024);
/** Below this a time says more of the machine than of the text. */
const TOO_SHORT_MS = 2;

const entryOf = (text: string): LogEntry => ({
  insertId: 'a',
  atMs: 0,
  service: 'api-gateway',
  region: 'europe-west1',
  revision: 'api-gateway-00001-abc',
  instance: 'i1',
  trace: null,
  severity: 'ERROR',
  log: 'run.googleapis.com/stderr',
  payload: { text },
});
const custom = redactorOf({ ips: 'remove', rules: [{ name: 'customer', pattern: '\\bCU-\\d{6}\\b' }] });

/** All that foreign text goes through before it is kept or shown. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  plainText,
  redact: redactWhole,
  redactorOf: custom,
  sign: (text) => sign({ message: text, codes: [], stack: null, platform: null }),
  readTrace,
  loggedErrors: (text) => loggedErrors([entryOf(text), { ...entryOf(text), insertId: 'b' }], custom),
};

type Seen = { readonly reader: string; readonly shape: string; readonly ms: number; readonly exponent: number };

function leastMs(read: (text: string) => unknown, text: string, often: number): number {
  const all = Array.from({ length: often }, () => {
    const beganMs = performance.now();
    read(text);
    return performance.now() - beganMs;
  });
  return Math.min(...all);
}

/** What looks steep once is looked at more often: other programs of the machine make a time longer, never shorter. */
function look(reader: string, read: (text: string) => unknown, shape: Shape): Seen {
  const seen = lookOften(reader, read, shape, times);
  return seen.exponent > 1.2 ? lookOften(reader, read, shape, times * 5) : seen;
}

/** How the time grows with the length, over all lengths that take a while: 1 is linear, 2 is quadratic. */
function lookOften(reader: string, read: (text: string) => unknown, { shape, text }: Shape, often: number): Seen {
  const taken = LENGTHS.map((length) => ({ length, ms: leastMs(read, text(length), often) }));
  const first = taken.find(({ ms }) => ms >= TOO_SHORT_MS);
  const last = taken.at(-1);
  if (!first || !last || first === last) return { reader, shape, ms: last?.ms ?? 0, exponent: 0 };
  const exponent = Math.log(last.ms / first.ms) / Math.log(last.length / first.length);
  return { reader, shape, ms: last.ms, exponent };
}

async function main(): Promise<void> {
  const seen = Object.entries(READERS).flatMap(([reader, read]) => SHAPES.map((shape) => look(reader, read, shape)));
  const slowest = seen.toSorted((one, other) => other.ms - one.ms);
  const steepest = seen.toSorted((one, other) => other.exponent - one.exponent);
  for (const [title, order] of [
    ['slowest', slowest],
    ['steepest', steepest],
  ] as const) {
    say(title);
    for (const { reader, shape, ms, exponent } of order.slice(0, show)) {
      say(`  ${reader.padEnd(14)} ${rounded(ms, 1)} ms, exponent ${rounded(exponent, 2)}: ${shape}`);
    }
  }
  const result = {
    worstExponent: rounded(steepest[0]?.exponent ?? 0, 2),
    worstMs: rounded(slowest[0]?.ms ?? 0, 1),
    longestKb: Math.max(...LENGTHS) / 1_024,
    readers: Object.keys(READERS).length,
    shapes: SHAPES.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

finish(main());
