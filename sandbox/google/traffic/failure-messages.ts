import type { NewLogEntry } from '../logging/entry.ts';
import { hex, type Random } from '../seeded-random.ts';

/** What a container writes when a request fails: one entry, as text or JSON. */
type FailureLog = Pick<NewLogEntry, 'severity' | 'textPayload' | 'jsonPayload'>;

type Writer = (random: Random, service: string) => FailureLog;

const orderId = (random: Random) => `ord_${hex(random, 12)}`;

const nodeStack: Writer = (random, service) => ({
  severity: 'ERROR',
  jsonPayload: {
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

/** Carries a credential that must never be shown to anybody. */
const leakedToken: Writer = (random) => ({
  severity: 'ERROR',
  jsonPayload: {
    message: `upstream payments answered 401 after ${200 + Math.floor(random() * 800)} ms`,
    request: {
      method: 'POST',
      url: 'https://payments.internal/v2/charges',
      headers: { authorization: `Bearer eyJhbGciOiJSUzI1NiJ9.${hex(random, 40)}.${hex(random, 43)}` },
    },
  },
});

/** Carries text that Slack would take for a call to everybody in the channel. */
const hostileInput: Writer = (random) => ({
  severity: 'ERROR',
  textPayload: `ValidationError: display name "<!channel> & <https://evil.example|click>" rejected for user ${Math.floor(random() * 1e6)}`,
});

const pythonTraceback: Writer = (random) => ({
  severity: 'ERROR',
  textPayload: [
    'Traceback (most recent call last):',
    '  File "/srv/app/handlers/orders.py", line 73, in create_order',
    '    row = repository.insert(order)',
    '  File "/srv/app/storage/repository.py", line 41, in insert',
    '    raise ConflictError(f"duplicate key {key}")',
    `app.storage.errors.ConflictError: duplicate key ${hex(random, 8)}-${hex(random, 4)}`,
  ].join('\n'),
});

const javaStack: Writer = (random) => ({
  severity: 'ERROR',
  textPayload: [
    `java.lang.IllegalStateException: could not reserve stock for ${orderId(random)}`,
    '\tat com.example.shop.StockService.reserve(StockService.java:88)',
    '\tat com.example.shop.OrderController.create(OrderController.java:41)',
    'Caused by: java.net.SocketTimeoutException: Read timed out',
    '\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)',
    '\t... 27 more',
  ].join('\n'),
});

const goPanic: Writer = (random) => ({
  severity: 'CRITICAL',
  textPayload: [
    'panic: runtime error: invalid memory address or nil pointer dereference',
    `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x${hex(random, 6)}]`,
    '',
    `goroutine ${1 + Math.floor(random() * 9000)} [running]:`,
    `main.(*Router).route(0x0, {0xc000${hex(random, 6)}, 0x2a})`,
    '\t/go/src/router/router.go:131 +0x1c',
  ].join('\n'),
});

/** One kind dominates, as with one bug; the early places hold what redaction and escaping must cope with. */
const SEQUENCE = [
  nodeStack,
  leakedToken,
  hostileInput,
  nodeStack,
  pythonTraceback,
  nodeStack,
  javaStack,
  nodeStack,
  goPanic,
];

/** The log of the nth failing request of a revision. */
export function failureLog(nth: number, random: Random, service: string): FailureLog {
  const write = SEQUENCE[nth % SEQUENCE.length] ?? nodeStack;
  return write(random, service);
}

const chatter: ((random: Random) => FailureLog)[] = [
  (random) => ({
    severity: 'INFO',
    jsonPayload: { message: 'order accepted', orderId: orderId(random), items: 1 + Math.floor(random() * 9) },
  }),
  (random) => ({ severity: 'INFO', textPayload: `cache refreshed in ${Math.floor(random() * 90)} ms` }),
  (random) => ({
    severity: 'WARNING',
    textPayload: `retrying connection to inventory, attempt ${1 + Math.floor(random() * 3)}`,
  }),
];

/** What a container writes while all is well. */
export function chatterLog(random: Random): FailureLog {
  const write = chatter[Math.floor(random() * chatter.length)];
  return write ? write(random) : { severity: 'INFO', textPayload: 'ok' };
}
