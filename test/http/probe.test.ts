import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audienceOf, probe } from '../../src/http/probe.ts';

const PAGES: Readonly<Record<string, (answer: ServerResponse) => void>> = {
  '/health': (answer) => answer.end('ok'),
  '/sick': (answer) => answer.writeHead(503).end('database away'),
  '/sign-in': (answer) => answer.writeHead(302, { location: '/health' }).end(),
  '/long': (answer) => answer.end('é'.repeat(100_000)),
  '/endless': (answer) => answer.write('x'.repeat(10_000)),
  '/private': (answer) =>
    answer.writeHead(answer.req.headers['x-serverless-authorization'] === 'Bearer it' ? 200 : 403).end(),
  '/open': (answer) => answer.end(String(answer.req.headers['x-serverless-authorization'])),
  '/silent': () => {},
  '/half': (answer) => answer.writeHead(200).write('o'),
  '/broken': (answer) => answer.destroy(),
};

const server = createServer(({ url = '' }, answer) => PAGES[url]?.(answer));
let base = '';
/** An address where somebody answered a moment ago. */
let deserted = '';

async function listening(one: Server): Promise<string> {
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const address = one.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

beforeAll(async () => {
  base = await listening(server);
  const gone = createServer();
  deserted = await listening(gone);
  await new Promise((resolve) => gone.close(resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.for([
  ['/health', { status: 200, body: 'ok' }],
  ['/sick', { status: 503, body: 'database away' }],
  ['/sign-in', { status: 302, body: '' }],
] as const)('%s is told as it is, without following it', async ([path, answer]) => {
  expect(await probe().get(`${base}${path}`, 5_000)).toEqual(answer);
});

test('of a long page only the beginning is read', async () => {
  const { status, body } = await probe().get(`${base}/long`, 5_000);
  expect(status).toBe(200);
  expect(body).toBe('é'.repeat(2_048));
});

test('a page without an end is left once enough of it is read', async () => {
  expect(await probe().get(`${base}/endless`, 5_000)).toEqual({ status: 200, body: 'x'.repeat(4_096) });
});

test.for(['/silent', '/half'])('%s has no answer in time', async (path) => {
  expect(await probe().get(`${base}${path}`, 100)).toEqual({ status: 0, body: 'no answer within 100 ms' });
});

const SILENCES: readonly (readonly [string, () => string, RegExp])[] = [
  ['a connection that breaks off', () => `${base}/broken`, /closed|reset|hang up/],
  ['an address where nobody listens', () => deserted, /ECONNREFUSED/],
  ['a host that does not exist', () => 'http://nobody.invalid/', /ENOTFOUND|EAI_AGAIN/],
  ['what is no address', () => 'nonsense', /URL/],
];
test.for(SILENCES)('%s is status 0, with the reason', async ([, url, reason]) => {
  const { status, body } = await probe().get(url(), 5_000);
  expect(status).toBe(0);
  expect(body).toMatch(reason);
});

describe('a private service', () => {
  const asked: string[] = [];
  const tokens = async (audience: string) => {
    asked.push(audience);
    return 'Bearer it';
  };
  beforeEach(() => {
    asked.length = 0;
  });

  test('is asked again with a token for it, and then with one at once', async () => {
    const one = probe(tokens);
    expect(await one.get(`${base}/private`, 5_000)).toEqual({ status: 200, body: '' });
    expect(await one.get(`${base}/private`, 5_000)).toEqual({ status: 200, body: '' });
    expect(asked).toEqual([base, base]);
  });

  test('stays closed to whoever has no token', async () => {
    expect(await probe(async () => null).get(`${base}/private`, 5_000)).toEqual({ status: 403, body: '' });
    expect(await probe().get(`${base}/private`, 5_000)).toEqual({ status: 403, body: '' });
  });

  test('that lets anybody in sees none', async () => {
    expect(await probe(tokens).get(`${base}/open`, 5_000)).toEqual({ status: 200, body: 'undefined' });
    expect(asked).toEqual([]);
  });

  test.for([
    ['https://canary---api-gateway-4f2c7hq3ka-ew.a.run.app/v1/ping', 'https://api-gateway-4f2c7hq3ka-ew.a.run.app'],
    ['https://api-gateway-4f2c7hq3ka-ew.a.run.app/health', 'https://api-gateway-4f2c7hq3ka-ew.a.run.app'],
    ['http://127.0.0.1:8080/t/acme/ew1/api/canary/health', 'http://127.0.0.1:8080'],
  ] as const)('has one name, whatever its tag: %s', ([url, audience]) => {
    expect(audienceOf(url)).toBe(audience);
  });
});
