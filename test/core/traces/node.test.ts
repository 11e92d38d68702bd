import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../src/core/traces/read-trace.ts';
import { readBy } from './read-by.ts';

const FRAMES = `    at priceCart (/app/src/pricing.js:10:5)
    at OrderService.place (/app/src/service.js:22:11)
    at async handler (/app/node_modules/fastify/lib/handle.js:1:1)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;
const OWN = ['priceCart@pricing.js', 'OrderService.place@service.js'];

test.each([
  ['a plain error', `TypeError: x is undefined\n${FRAMES}`, 'TypeError', 'x is undefined'],
  ['a code in brackets', `TypeError [ERR_INVALID_ARG_TYPE]: not a string\n${FRAMES}`, 'TypeError', 'not a string'],
  ['no message', `Error\n${FRAMES}`, 'Error', ''],
  [
    'a message of several lines',
    `Error: Command failed: git push\nfatal: no repo\n${FRAMES}`,
    'Error',
    'Command failed: git push fatal: no repo',
  ],
  [
    'a class of a package',
    `PrismaClientKnownRequestError: \nInvalid invocation\n${FRAMES}`,
    'PrismaClientKnownRequestError',
    'Invalid invocation',
  ],
  ['a class with no usual name', `NotAllowed: no\n${FRAMES}`, 'NotAllowed', 'no'],
])('%s', (_, text, type, message) => {
  expect(readBy(text)).toEqual({ language: 'node', type, message, own: OWN, context: '' });
});

test('what was logged beside it', () => {
  expect(readBy(`failed to place order TypeError: x is undefined\n${FRAMES}`)).toMatchObject({
    type: 'TypeError',
    context: 'failed to place order',
  });
});

test('the last cause, whose frames go on in those that caught it where none of its own is ours', () => {
  const text = `OrderError: cannot place
${FRAMES} {
  code: 'ORDER',
  [cause]: DriverError: no connection
      at connect (/app/node_modules/pg/lib/client.js:5:1)
      ... 3 lines matching cause stack trace ...
      at async run (/app/node_modules/pg/lib/pool.js:9:1) {
    [cause]: Error: read ECONNRESET
        at TCP.onStreamRead (node:internal/stream_base_commons:218:20) {
      errno: -104,
      code: 'ECONNRESET'
    }
  }
}`;
  expect(readBy(text)).toMatchObject({ type: 'Error', message: 'read ECONNRESET', own: OWN });
});

test('the first of many errors', () => {
  const text = `AggregateError [ECONNREFUSED]: 
    at internalConnectMultiple (node:net:1122:18)
    at afterConnectMultiple (node:net:1689:7) {
  code: 'ECONNREFUSED',
  [errors]: [
    Error: connect ECONNREFUSED ::1:5432
        at createConnectionError (node:net:1652:14)
        at afterConnectMultiple (node:net:1682:16) {
      errno: -111,
    },
    Error: connect ECONNREFUSED 127.0.0.1:5432
        at createConnectionError (node:net:1652:14)
    }
  ]
}`;
  expect(readBy(text)).toMatchObject({ type: 'Error', message: 'connect ECONNREFUSED ::1:5432', own: [] });
});

test('an uncaught error, with the place of its source line where no frame is ours', () => {
  const text = `/app/src/start.js:3
  const a = ;
            ^

SyntaxError: Unexpected token ';'
    at wrapSafe (node:internal/modules/cjs/loader:1690:18)

Node.js v24.21.0`;
  expect(readBy(text)).toEqual({
    language: 'node',
    type: 'SyntaxError',
    message: "Unexpected token ';'",
    own: ['@start.js'],
    context: '',
  });
});

test('frames that Next.js leaves out', () => {
  const text = `[vision] TypeError: fetch failed
    at ignore-listed frames {
  [cause]: Error: getaddrinfo ENOTFOUND api.example.com
      at ignore-listed frames {
    code: 'ENOTFOUND'
  }
}`;
  expect(readBy(text)).toMatchObject({ type: 'Error', message: 'getaddrinfo ENOTFOUND api.example.com', own: [] });
});

describe('a frame', () => {
  test.each([
    ['    at file:///app/src/main.mjs:3:9', '', 'main.mjs', true],
    ['    at async Promise.all (index 0)', null, null, null],
    ['    at new Cart (/app/src/cart.ts:1:1)', 'Cart', 'cart.ts', true],
    ['    at Object.<anonymous> (/app/src/cart.ts:1:1)', '', 'cart.ts', true],
    ['    at Cart.<anonymous> (/app/src/cart.ts:1:1)', 'Cart', 'cart.ts', true],
    ['    at Cart.price [as total] (/app/src/cart.ts:1:1)', 'Cart.price', 'cart.ts', true],
    ['    at async Cart.price (/app/src/cart.ts:1:1)', 'Cart.price', 'cart.ts', true],
    ['    at t (webpack-internal:///(rsc)/./src/app/page.tsx:12:11)', 't', 'page.tsx', true],
    ['    at p (webpack://shop/./src/cart.ts?ab12:1:1)', 'p', 'cart.ts', true],
    ['    at p (/app/.next/server/chunks/page-4f3a2b1c9d.js:1:1)', 'p', 'page.js', true],
    [
      '    at p (.next/server/chunks/ssr/[root-of-the-server]__b9b11606._.js:2:161148)',
      'p',
      '[root-of-the-server]_._.js',
      true,
    ],
    ['    at p (/app/dist/cart-D4xY9zQa.js:1:1)', 'p', 'cart.js', true],
    ['    at p (/app/dist/order-settings.js:1:1)', 'p', 'order-settings.js', true],
    ['    at p (C:\\shop\\src\\cart.js:1:1)', 'p', 'cart.js', true],
    ['    at p (/app/node_modules/.pnpm/a@1/node_modules/a/i.js:1:1)', 'p', 'i.js', false],
    ['    at Array.map (<anonymous>)', 'map', '<anonymous>', false],
    ['    at eval (eval at run (/app/a.js:1:1), <anonymous>:1:1)', '', '<anonymous>', false],
    ['    at node:internal/main/run_main_module:36:49', '', 'run_main_module', false],
  ])('%s', (line, name, file, isOwn) => {
    const frames = readTrace(`Error: x\n${line}\n    at last (/app/last.js:1:1)`)?.stack.frames ?? [];
    const expected = name === null ? [] : [{ function: name, file, isOwn }];
    expect(frames.slice(0, -1)).toEqual(expected);
  });
});
