import { hex, type Random } from '../seeded-random.ts';
import type { Printed, Printer } from './printed.ts';

export const orderId = (random: Random) => `ord_${hex(random, 12)}`;

/** A whole number from the least to one below the most. */
export const between = (random: Random, least: number, most: number) => least + Math.floor(random() * (most - least));

/** Each with one trace of its language, as its run time prints it to stderr. */
export const pythonTraceback: Printer = ({ random }) => ({
  stream: 'stderr',
  text: [
    'Traceback (most recent call last):',
    '  File "/srv/app/handlers/orders.py", line 73, in create_order',
    '    row = repository.insert(order)',
    '  File "/srv/app/storage/repository.py", line 41, in insert',
    '    raise ConflictError(f"duplicate key {key}")',
    `app.storage.errors.ConflictError: duplicate key ${hex(random, 8)}-${hex(random, 4)}`,
  ].join('\n'),
});

export const javaStack: Printer = ({ random }) => ({
  stream: 'stderr',
  text: [
    `java.lang.IllegalStateException: could not reserve stock for ${orderId(random)}`,
    '\tat com.example.shop.StockService.reserve(StockService.java:88)',
    '\tat com.example.shop.OrderController.create(OrderController.java:41)',
    'Caused by: java.net.SocketTimeoutException: Read timed out',
    '\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)',
    '\t... 27 more',
  ].join('\n'),
});

export const goPanic: Printer = ({ random }) => ({
  stream: 'stderr',
  text: [
    'panic: runtime error: invalid memory address or nil pointer dereference',
    `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x${hex(random, 6)}]`,
    '',
    `goroutine ${between(random, 1, 9000)} [running]:`,
    `main.(*Router).route(0x0, {0xc000${hex(random, 6)}, 0x2a})`,
    '\t/go/src/router/router.go:131 +0x1c',
  ].join('\n'),
});

/** What a program of Node prints that does not find its settings, before it ends. */
export const noSettings: Printed = {
  stream: 'stderr',
  text: [
    'file:///app/src/config.js:17',
    "    throw new Error('missing required configuration ' + name);",
    '          ^',
    '',
    'Error: missing required configuration DATABASE_URL',
    '    at loadConfig (file:///app/src/config.js:17:11)',
    '    at file:///app/src/main.js:4:16',
    '',
    'Node.js v24.11.0',
  ].join('\n'),
};
