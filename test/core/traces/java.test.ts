import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../src/core/traces/read-trace.ts';
import { readBy } from './read-by.ts';

const FRAMES = `\tat com.acme.shop.Pricing.price(Pricing.java:10)
\tat com.acme.shop.OrderService.lambda$place$0(OrderService.java:22)
\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1596)
\tat com.acme.shop.OrderService.place(OrderService.java:20)
\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)`;
const OWN = [
  'com.acme.shop.Pricing.price@Pricing.java',
  'com.acme.shop.OrderService.place@OrderService.java',
  'com.acme.shop.OrderService.place@OrderService.java',
];

test.each([
  [
    'a class with its package',
    `java.lang.IllegalStateException: no price\n${FRAMES}`,
    'java.lang.IllegalStateException',
    'no price',
    '',
  ],
  [
    'a thread',
    `Exception in thread "main" java.lang.NullPointerException\n${FRAMES}`,
    'java.lang.NullPointerException',
    '',
    '',
  ],
  ['a class with no usual name', `com.acme.NoPrice: none\n${FRAMES}`, 'com.acme.NoPrice', 'none', ''],
  [
    'a message of several lines',
    `java.sql.SQLException: bad query\nselect 1\n${FRAMES}`,
    'java.sql.SQLException',
    'bad query select 1',
    '',
  ],
  [
    'a logger on the line above',
    `2026-01-02 03:04:05 ERROR [main] c.a.Shop - cannot place\njava.lang.IllegalStateException: no price\n${FRAMES}`,
    'java.lang.IllegalStateException',
    'no price',
    '2026-01-02 03:04:05 ERROR [main] c.a.Shop - cannot place',
  ],
  [
    'a logger on the same line',
    `SEVERE: cannot place java.lang.IllegalStateException: no price\n${FRAMES}`,
    'java.lang.IllegalStateException',
    'no price',
    'SEVERE: cannot place',
  ],
])('%s', (_, text, type, message, context) => {
  expect(readBy(text)).toEqual({ language: 'java', type, message, own: OWN, context });
});

test('the last cause, with the frames that it shares with the error above it', () => {
  const text = `com.acme.OrderFailed: cannot place
${FRAMES}
\tSuppressed: java.io.IOException: close
\t\tat com.acme.shop.Files.close(Files.java:1)
\tCaused by: java.io.IOException: deep
\t\tat com.acme.shop.Files.deep(Files.java:2)
Caused by: java.lang.IllegalArgumentException: bad
\tat com.acme.shop.Pricing.check(Pricing.java:31)
\t... 4 more
Caused by: java.net.ConnectException: Connection refused
\tat java.base/sun.nio.ch.Net.connect0(Native Method)
\t... 5 common frames omitted`;
  expect(readBy(text)).toMatchObject({
    type: 'java.net.ConnectException',
    message: 'Connection refused',
    own: ['com.acme.shop.Pricing.check@Pricing.java', ...OWN.slice(1)],
  });
});

test('a cause that has no frames of its own', () => {
  const text = `com.acme.OrderFailed: cannot place\n${FRAMES}\nCaused by: com.acme.NoPrice: none\n\t... 4 more`;
  expect(readBy(text)).toMatchObject({ type: 'com.acme.NoPrice', message: 'none', own: OWN.slice(1) });
});

describe('a frame', () => {
  test.each([
    ['at app//com.acme.A.run(A.java:1)', 'com.acme.A.run', 'A.java', true],
    ['at com.acme.A.run(A.java:1) ~[app.jar!/:1.0]', 'com.acme.A.run', 'A.java', true],
    ['at com.acme.A$1.run(A.java:1)', 'com.acme.A.run', 'A.java', true],
    ['at com.acme.A$Inner.<init>(A.java:1)', 'com.acme.A$Inner.<init>', 'A.java', true],
    ['at com.acme.MainKt$main$1.invokeSuspend(Main.kt:10)', 'com.acme.MainKt$main.invokeSuspend', 'Main.kt', true],
    ['at com.acme.A$$EnhancerBySpringCGLIB$$1a2b3c.run(<generated>)', 'com.acme.A.run', '<generated>', false],
    ['at com.acme.A$$SpringCGLIB$$0.run(<generated>)', 'com.acme.A.run', '<generated>', false],
    ['at com.acme.A$$Lambda/0x00007f1c.run(Unknown Source)', 'com.acme.A.run', 'Unknown Source', false],
    ['at jdk.proxy2/jdk.proxy2.$Proxy55.find(Unknown Source)', 'jdk.proxy2.$Proxy.find', 'Unknown Source', false],
    [
      'at kotlinx.coroutines.BuildersKt.runBlocking(Unknown Source)',
      'kotlinx.coroutines.BuildersKt.runBlocking',
      'Unknown Source',
      false,
    ],
    [
      'at jdk.internal.reflect.GeneratedMethodAccessor12.invoke(Unknown Source)',
      'jdk.internal.reflect.GeneratedMethodAccessor.invoke',
      'Unknown Source',
      false,
    ],
  ])('%s', (line, name, file, isOwn) => {
    expect(readTrace(`com.acme.X: x\n\t${line}`)?.stack.frames).toEqual([{ function: name, file, isOwn }]);
  });
});
