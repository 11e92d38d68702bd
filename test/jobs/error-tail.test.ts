import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RedisTown, redisTown } from '../redis/town.ts';
import { type ErrorTown, errorTown, TRACE } from './error-town.ts';
import { catalogOf } from './tail-town.ts';

let redis: RedisTown;
let town: ErrorTown;

beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  town = await errorTown(redis);
});
afterEach(() => town.stop());

describe('what services log as errors', () => {
  test('is counted by what they say, of the services of the catalog', async () => {
    town.knobs.catalog = catalogOf(['api-gateway'], ['web']);
    await town.standing();
    for (const id of [17, 18, 19]) town.log.err(`order ${id} not found`);
    town.log.err('no route to db', { service: 'web' });
    town.log.err('no route to db', { service: 'somebody-elses' });
    await town.advance(4_000);
    expect(await town.counts()).toEqual({ 'order <*> not found': 3 });
    expect(await town.counts('web')).toEqual({ 'no route to db': 1 });
    expect(await town.counts('somebody-elses')).toEqual({});
    expect(town.log.standing).toEqual([['api-gateway', 'web']]);
  });

  test('is counted once, however often it comes, and of the minute in which it was written', async () => {
    await town.standing();
    const atMs = Math.floor(Date.now() / 60_000) * 60_000;
    const entry = town.log.err('no route to db', { atMs }, 12_000);
    await town.advance(16_000);
    town.log.arrive(entry, entry);
    await town.advance(4_000);
    const { tallies } = await town.read();
    expect(tallies.filter(({ key }) => key !== 'any')).toMatchObject([{ minuteMs: atMs, errors: 1 }]);
  });

  test('holds no secret in Redis', async () => {
    await town.standing();
    town.log.err('login failed for ana@example.com, password=hunter2-and-more', { instance: 'i-1' });
    await town.advance(4_000);
    expect(Object.values(await town.counts())).toEqual([1]);
    for (const key of await town.space.client.keys('*')) {
      const dump = await town.space.client.dumpBuffer(key);
      expect(dump?.includes('hunter2') || dump?.includes('ana@example.com')).toBe(false);
    }
  });

  test('is one error for the lines of a trace, also when they arrive one by one', async () => {
    await town.standing();
    const atMs = Date.now();
    for (const [nth, line] of TRACE.entries()) {
      town.log.err(line, { atMs: atMs + nth, severity: 'DEFAULT' }, 1 + nth * 150);
    }
    await town.advance(4_000);
    const { signatures } = await town.read();
    expect(signatures).toMatchObject([{ kind: 'trace', example: TRACE.join('\n') }]);
  });

  test('is plain text on stderr only where that looks wrong', async () => {
    await town.standing();
    town.log.err('listening on port 8080', { severity: 'DEFAULT' });
    town.log.err('Error: no route to db', { severity: 'DEFAULT' });
    await town.advance(4_000);
    expect(Object.values(await town.counts())).toEqual([1]);
  });

  test('is read however large, binary or deep it is', async () => {
    await town.standing();
    town.log.err(`Error: ${'\u0000\ufffd\u001b[31m'.repeat(20_000)}`);
    town.log.err(`out of words ${'x'.repeat(262_144)}`);
    let json: Record<string, unknown> = { message: 'deep' };
    for (let level = 0; level < 500; level += 1) json = { message: 'deep', json };
    town.log.err('', { payload: { json } });
    await town.advance(6_000);
    expect(Object.values(await town.counts()).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(town.lines).not.toContain('tail.uncounted');
  });
});

describe('a flood', () => {
  test('is looked at in part, and what was not is counted', async () => {
    await town.standing();
    town.log.arrive(...Array.from({ length: 5_000 }, (_none, nth) => town.log.entry(`order ${nth} not found`)));
    await town.advance(8_000);
    expect(await town.counts()).toEqual({ 'order <*> not found': 2_000 });
    expect((await town.read()).unread).toBe(3_000);
    await town.advance(2_000, () => town.log.arrive(...Array.from({ length: 100 }, () => town.log.entry('again'))));
    await town.advance(6_000);
    const { again = 0 } = await town.counts();
    expect(again).toBe(800);
    expect(town.lines).not.toContain('tail.uncounted');
  });

  test('of one service costs the others nothing', async () => {
    town.knobs.catalog = catalogOf(['api-gateway'], ['web']);
    await town.standing();
    town.log.arrive(...Array.from({ length: 5_000 }, () => town.log.entry('flood')));
    town.log.err('no route to db', { service: 'web' });
    await town.advance(8_000);
    expect(await town.counts('web')).toEqual({ 'no route to db': 1 });
    expect((await town.read('web')).unread).toBe(0);
  });
});
