import { hex } from '../seeded-random.ts';
import type { Printed, Printer, Telling } from './printed.ts';
import { between, goPanic, javaStack, orderId, pythonTraceback } from './traces.ts';

/** Loggers differ: this one knows Google's severities, and has the trace in a field of its own. */
const nodeStack: Printer = ({ random, service }) => ({
  stream: 'stderr',
  json: {
    severity: 'ERROR',
    message: `TypeError: Cannot read properties of undefined (reading 'currency') for order ${orderId(random)}`,
    stack: [
      "TypeError: Cannot read properties of undefined (reading 'currency')",
      '    at priceOf (file:///app/src/cart/pricing.js:48:27)',
      '    at checkout (file:///app/src/cart/checkout.js:112:19)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    ].join('\n'),
    logger: `${service}.checkout`,
  },
});

/** slog of Go: its level is no severity of Google's. Carries a credential that must never be shown to anybody. */
const leakedToken: Printer = ({ random }) => ({
  stream: 'stderr',
  json: {
    time: '2026-01-02T03:04:05.678Z',
    level: 'ERROR',
    msg: `upstream payments answered 401 after ${between(random, 200, 1000)} ms`,
    request: {
      method: 'POST',
      url: 'https://payments.internal/v2/charges',
      headers: { authorization: `Bearer eyJhbGciOiJSUzI1NiJ9.${hex(random, 40)}.${hex(random, 43)}` },
    },
  },
});

/** Text that Slack would take for a call to everybody in the channel. */
const hostileInput: Printer = ({ random }) => ({
  stream: 'stderr',
  text: `ValidationError: display name "<!channel> & <https://evil.example|click>" rejected for user ${between(random, 0, 1e6)}`,
});

/** pino: the trace within `err`. A person's address and card stand in the message and once more in the trace. */
const leakedCard: Printer = ({ random }) => {
  const message = `card 4111 1111 1111 1111 of eva.${hex(random, 5)}@customers.example was declined`;
  return {
    stream: 'stderr',
    json: {
      level: 50,
      time: 1_767_323_045_678,
      msg: message,
      err: {
        type: 'PaymentError',
        message,
        stack: [
          `PaymentError: ${message}`,
          '    at charge (file:///app/src/payments/charge.js:61:11)',
          '    at async settle (file:///app/src/payments/settle.js:20:5)',
        ].join('\n'),
      },
    },
  };
};

const KEY = 'rk9f3c';

/** A key in the address that stands on the last line of the trace, as libraries print what they asked for. */
const leakedKey: Printer = ({ random }) => ({
  stream: 'stderr',
  text: [
    'Traceback (most recent call last):',
    '  File "/srv/app/rates/refresh.py", line 29, in refresh',
    '    answer.raise_for_status()',
    '  File "/usr/local/lib/python3.12/site-packages/requests/models.py", line 1024, in raise_for_status',
    '    raise HTTPError(http_error_msg, response=self)',
    `requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://rates.example/v1/latest?api_key=${KEY}${hex(random, 26)}`,
  ].join('\n'),
});

/** Of what stands in these logs and must be shown to nobody, how each begins or ends. */
export const PLANTED = ['Bearer ey', '4111 1111 1111 1111', '@customers.example', KEY];

/** One kind dominates, as with one bug; the early places hold what redaction and escaping must cope with. */
const SEQUENCE = [
  nodeStack,
  leakedToken,
  hostileInput,
  nodeStack,
  leakedCard,
  nodeStack,
  pythonTraceback,
  nodeStack,
  leakedKey,
  nodeStack,
  javaStack,
  nodeStack,
  goPanic,
];

/** What the nth request that an image's bug spoils makes its program print. */
export function printedByBug(nth: number, telling: Telling): Printed {
  const print = SEQUENCE[nth % SEQUENCE.length] ?? nodeStack;
  return print(telling);
}

/** An error of the image alone that its program answers well to all the same. */
export const ownError: Printer = ({ random }) => ({
  stream: 'stderr',
  json: {
    severity: 'ERROR',
    message: `loyalty points of ${orderId(random)} were not booked: unknown tier "gold-plus"`,
    stack_trace: [
      'RangeError: unknown tier "gold-plus"',
      '    at pointsOf (file:///app/src/loyalty/points.js:33:9)',
      '    at book (file:///app/src/loyalty/book.js:18:20)',
    ].join('\n'),
  },
});
