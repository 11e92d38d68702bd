import { expect, test } from 'vitest';
import { readBy } from './read-by.ts';

const STACK = `goroutine 1 [running]:
main.(*Cart).Price(0xc000012345, {0x4b2f10?, 0x3})
	/app/cart.go:12 +0x1d
github.com/acme/shop/internal/orders.Place[...](...)
	/app/internal/orders/place.go:40
main.main.func1.2()
	/app/main.go:20 +0x25
runtime.goexit({})
	/usr/local/go/src/runtime/asm_amd64.s:1700 +0x1
created by main.main in goroutine 1
	/app/main.go:19 +0x66
exit status 2`;
const OWN = ['main.(*Cart).Price@cart.go', 'orders.Place@place.go', 'main.main@main.go'];

test.each([
  ['a panic', `panic: no price\n\n${STACK}`, 'panic', 'no price', ''],
  [
    'a panic that was recovered and went on',
    `panic: no price [recovered]\n\tpanic: no price\n\n${STACK}`,
    'panic',
    'no price',
    '',
  ],
  [
    'a signal',
    `panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a]\n\n${STACK}`,
    'panic',
    'runtime error: invalid memory address or nil pointer dereference',
    '',
  ],
  [
    'a fatal error',
    `fatal error: all goroutines are asleep - deadlock!\n\n${STACK}`,
    'fatal error',
    'all goroutines are asleep - deadlock!',
    '',
  ],
  ['a message of several lines', `panic: a\nb\n\n${STACK}`, 'panic', 'a b', ''],
  [
    'a server that goes on',
    `2026/01/02 03:04:05 http: panic serving 10.0.0.1:5123: no price\n${STACK}`,
    'panic',
    'no price',
    '',
  ],
  ['what was logged above', `recovering\npanic: no price\n\n${STACK}`, 'panic', 'no price', 'recovering'],
])('%s', (_, text, type, message, context) => {
  expect(readBy(text)).toEqual({ language: 'go', type, message, own: OWN, context });
});

test('the frames of whoever recovered are left out', () => {
  const text = `panic: no price
goroutine 7 [running]:
runtime/debug.Stack()
	/usr/local/go/src/runtime/debug/stack.go:26 +0x5e
main.recoverer.func1.1()
	/app/middleware.go:9 +0x8f
panic({0x6a3c20?, 0x7f2a88?})
	/usr/local/go/src/runtime/panic.go:785 +0x132
main.price(...)
	/app/cart.go:3
github.com/go-chi/chi/v5.(*Mux).ServeHTTP(0xc0001)
	/go/pkg/mod/github.com/go-chi/chi/v5@v5.0.12/mux.go:90 +0x2ee`;
  expect(readBy(text)?.own).toEqual(['main.price@cart.go']);
});

test('an overflow of the stack names the goroutine, not the runtime', () => {
  const text = `runtime: goroutine stack exceeds 1000000000-byte limit
fatal error: stack overflow

runtime stack:
runtime.throw({0x4b3a?, 0x0?})
	/usr/local/go/src/runtime/panic.go:1067 +0x48

goroutine 1 gp=0xc0000061c0 m=0 mp=0x5a [running]:
main.loop(...)
	/app/main.go:3`;
  expect(readBy(text)).toMatchObject({ type: 'fatal error', message: 'stack overflow', own: ['main.loop@main.go'] });
});

test('an error with a stack of its own names its root first', () => {
  const text = `open prices.csv: no such file or directory
main.load
	/app/prices.go:12
main.main
	/app/main.go:20
runtime.main
	/usr/local/go/src/runtime/proc.go:271
cannot start`;
  expect(readBy(text)).toEqual({
    language: 'go',
    type: '',
    message: 'open prices.csv: no such file or directory',
    own: ['main.load@prices.go', 'main.main@main.go'],
    context: '',
  });
});

test('frames that were built without paths', () => {
  const text = `panic: x\n\ngoroutine 1 [running]:\nnet/http.(*conn).serve(0xc0)\n\tnet/http/server.go:2092 +0x5\ngithub.com/gin-gonic/gin.(*Context).Next(0x1)\n\tgithub.com/gin-gonic/gin@v1.10.0/context.go:185 +0x2\nacme.com/shop.Run()\n\tacme.com/shop/run.go:7 +0x1`;
  expect(readBy(text)?.own).toEqual(['shop.Run@run.go']);
});
