import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../src/core/traces/read-trace.ts';
import { readBy } from './read-by.ts';

describe('Rust', () => {
  const STACK = `stack backtrace:
   0: rust_begin_unwind
             at /rustc/59807616e/library/std/src/panicking.rs:689:5
   1: core::panicking::panic_fmt
             at /rustc/59807616e/library/core/src/panicking.rs:80:14
   2: shop::cart::price::h0123456789abcdef
             at ./src/cart.rs:3:5
   3: shop::main::{{closure}}
             at ./src/main.rs:9:1
   4: tokio::runtime::park::CachedParkThread::block_on
             at /root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/tokio-1.40.0/src/runtime/park.rs:281:63
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`;

  test.each([
    ['a panic', `thread 'main' panicked at src/cart.rs:3:5:\nno price\n${STACK}`, 'no price'],
    [
      'with the number of its thread',
      `\nthread 'main' (4242) panicked at src/cart.rs:3:5:\nno price\n${STACK}`,
      'no price',
    ],
    ['as it was written once', `thread 'main' panicked at 'no price', src/cart.rs:3:5\n${STACK}`, 'no price'],
    [
      'a message of several lines',
      `thread 'main' panicked at src/cart.rs:3:5:\nassertion failed\n  left: 1\n${STACK}`,
      'assertion failed left: 1',
    ],
  ])('%s', (_, text, message) => {
    const own = ['shop::cart::price@cart.rs', 'shop::main@main.rs'];
    expect(readBy(text)).toEqual({ language: 'rust', type: 'panic', message, own, context: '' });
  });

  test('without a backtrace its place is its frame', () => {
    const text = `thread 'tokio-runtime-worker' panicked at src/cart.rs:3:5:
index out of bounds: the len is 3 but the index is 5
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`;
    expect(readBy(text)).toMatchObject({
      message: 'index out of bounds: the len is 3 but the index is 5',
      own: ['@cart.rs'],
    });
  });

  test('an error that tells its causes, the root last', () => {
    const text = `Error: cannot start

Caused by:
    0: cannot read prices
    1: No such file or directory (os error 2)

Stack backtrace:
   0: anyhow::error::<impl anyhow::Error>::msg
   1: shop::load
             at ./src/load.rs:3:5`;
    expect(readBy(text)).toEqual({
      language: 'rust',
      type: 'Error',
      message: 'No such file or directory (os error 2)',
      own: ['shop::load@load.rs'],
      context: 'cannot start',
    });
  });
});

describe('Rust, as color-eyre reports it', () => {
  const STACK = `  ━━━━━━━━━━━━━━━━━━━━ BACKTRACE ━━━━━━━━━━━━━━━━━━━━
                 ⋮ 8 frames hidden ⋮
   9: core::panicking::panic::h1b0af24502591aff
      at /rustc/13e6f24b9adda67852/library/core/src/panicking.rs:127
  10: shop::cart::price::hbcd4195430211455
      at /app/src/cart.rs:2`;

  test('a panic', () => {
    const text = `The application panicked (crashed).\nMessage:  no price\nLocation: src/cart.rs:2\n\n${STACK}`;
    const own = ['shop::cart::price@cart.rs'];
    expect(readBy(text)).toEqual({ language: 'rust', type: 'panic', message: 'no price', own, context: '' });
    expect(readBy(text.replace(STACK, ''))?.own).toEqual(['@cart.rs']);
  });

  test('an error', () => {
    const text = `Error: \n   0: cannot start\n   1: no prices\n\nLocation:\n   src/main.rs:25\n\n${STACK}`;
    expect(readBy(text)).toMatchObject({ type: 'Error', message: 'no prices', context: 'cannot start' });
  });
});

describe('.NET', () => {
  test('the innermost exception, and on into those that hold it', () => {
    const text = `Unhandled exception. System.InvalidOperationException: cannot place
 ---> System.AggregateException: One or more errors occurred. (no price)
 ---> Acme.NoPriceException (0x80131500): no price
   at Acme.Shop.Pricing.<PriceAsync>d__12.MoveNext() in /src/Pricing.cs:line 10
--- End of stack trace from previous location ---
   at Acme.Shop.Cart.<>c__DisplayClass5_0.<Total>b__0(Item item) in /src/Cart.cs:line 3
   --- End of inner exception stack trace ---
   at System.Threading.Tasks.Task.Wait()
   at Acme.Shop.Orders.Place(Cart cart, Nullable\`1 at) in /src/Orders.cs:line 20
   at Program.<Main>$(String[] args)`;
    expect(readBy(text)).toEqual({
      language: 'dotnet',
      type: 'Acme.NoPriceException',
      message: 'no price',
      own: [
        'Acme.Shop.Pricing.PriceAsync@Pricing.cs',
        'Acme.Shop.Cart.Total@Cart.cs',
        'Acme.Shop.Orders.Place@Orders.cs',
        'Program.Main@',
      ],
      context: '',
    });
  });

  test('an inner exception on the same line, and what a logger wrote above', () => {
    const text = `fail: Acme.Shop[0]
      cannot place
      System.Exception: outer ---> System.TimeoutException: too slow
         at Npgsql.NpgsqlConnector.Connect(TimeSpan timeout)
         at Acme.Shop.Db.Open()`;
    expect(readBy(text)).toMatchObject({
      type: 'System.TimeoutException',
      message: 'too slow',
      own: ['Acme.Shop.Db.Open@'],
    });
    expect(readBy(text)?.context).toContain('cannot place');
  });

  test.each([
    ['Acme.A.<>c.<<Main>b__0_0>d.MoveNext()', 'Acme.A.Main'],
    ['Acme.A.<Run>g__Local|3_0(Int32 x)', 'Acme.A.Run.Local'],
    ['Acme.Repo`1.Get[T](T key)', 'Acme.Repo.Get'],
    [
      'Acme.Tls.<ShakeAsync>d__173`1[[Acme.Adapter, Acme.Tls, Version=6.0.0.0, Culture=neutral]].MoveNext()',
      'Acme.Tls.ShakeAsync',
    ],
  ])('%s', (said, name) => {
    expect(readTrace(`System.Exception: x\n   at ${said}`)?.stack.frames[0]?.function).toBe(name);
  });
});

describe('Ruby', () => {
  test.each([
    [
      "app/models/cart.rb:3:in `price': undefined method `x' for nil:NilClass (NoMethodError)",
      "undefined method `x' for nil:NilClass",
    ],
    ["app/models/cart.rb:3:in 'price': undefined method 'x' for nil (NoMethodError)", "undefined method 'x' for nil"],
  ])('%s', (head, message) => {
    const text = `${head}\n\tfrom /usr/local/bundle/gems/rack-3.0/lib/rack.rb:1:in 'call'\n\tfrom app/main.rb:7:in 'block (2 levels) in place'`;
    expect(readBy(text)).toEqual({
      language: 'ruby',
      type: 'NoMethodError',
      message,
      own: ['price@cart.rb', 'place@main.rb'],
      context: '',
    });
  });

  test('the cause, which is printed last', () => {
    const text = `app.rb:9:in 'rescue in place': cannot place (OrderError)
	from app.rb:6:in 'place'
app.rb:3:in 'price': no price (KeyError)
	from app.rb:7:in 'place'`;
    expect(readBy(text)).toMatchObject({
      type: 'KeyError',
      message: 'no price',
      own: ['price@app.rb', 'place@app.rb'],
    });
  });

  test('as Rails logs it', () => {
    const text = `KeyError (key not found: :price):
  
app/models/cart.rb:3:in 'fetch'
app/controllers/orders_controller.rb:9:in 'create'`;
    expect(readBy(text)).toMatchObject({
      type: 'KeyError',
      message: 'key not found: :price',
      own: ['fetch@cart.rb', 'create@orders_controller.rb'],
    });
  });
});

describe('PHP', () => {
  test('uncaught: the root stands first', () => {
    const text = `PHP Fatal error:  Uncaught Acme\\NoPrice: none in /app/src/Pricing.php:12
Stack trace:
#0 /app/src/Cart.php(20): Acme\\Pricing->price(Object(Acme\\Cart), 'a')
#1 /app/vendor/slim/App.php(9): Acme\\Cart::{closure}()
#2 [internal function]: Slim\\App->run()
#3 {main}

Next RuntimeException: outer in /app/src/Cart.php:22
Stack trace:
#0 {main}
  thrown in /app/src/Cart.php on line 22`;
    expect(readBy(text)).toEqual({
      language: 'php',
      type: 'Acme\\NoPrice',
      message: 'none',
      own: ['Acme\\Pricing::price@Pricing.php', 'Acme\\Cart::{closure}@Cart.php'],
      context: '',
    });
  });

  test('as monolog logs it', () => {
    const text = `[2026-01-02T03:04:05+00:00] prod.ERROR: cannot place {"exception":"[object] (RuntimeException(code: 0): no price at /app/src/Cart.php:22)
[stacktrace]
#0 /app/public/index.php(3): Acme\\Cart->place()
#1 {main}
"}`;
    expect(readBy(text)).toMatchObject({
      type: 'RuntimeException',
      message: 'no price',
      own: ['Acme\\Cart::place@Cart.php', '{main}@index.php'],
      context: '[2026-01-02T03:04:05+00:00] prod.ERROR: cannot place',
    });
  });
});

test.each([
  ['one line', 'TypeError: at noon (12:30:00)'],
  ['lines that are no frames', 'meeting\n  at noon\n  at the office (2nd floor)'],
  ['a list', 'todo\n#1 milk\n#2 bread'],
])('no trace: %s', (_, text) => {
  expect(readTrace(text)).toBeNull();
});
