import { describe, expect, onTestFinished, test } from 'vitest';
import { startGoogle } from '../../sandbox/google/start.ts';
import { startSlack } from '../../sandbox/slack/start.ts';
import { ask } from './ask.ts';
import { resetWhileUpgrading } from './reset-while-upgrading.ts';

const SERVERS = [
  ['the emulated Slack', openSlack, '/control'],
  ['the emulated Google', openGoogle, '/control/services'],
] as const;

describe.for(SERVERS)('%s', ([, open, path]) => {
  test.for([
    ['a program of this machine', {}, 200],
    ['the other name of this machine', { host: 'localhost:4400' }, 200],
    ['a name below localhost, as gcloud makes them', { host: 'us-central1-run.localhost' }, 200],
    ['a name that only begins like one', { host: 'run.localhost.evil.example' }, 403],
    ['a name that somebody pointed at this machine', { host: 'evil.example' }, 403],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
  ] as const)('asked by %s', async ([, headers, status]) => {
    expect((await ask(await open(), 'GET', path, headers)).status).toBe(status);
  });

  test('what is no address is refused, and the sandbox lives on', async () => {
    const url = await open();
    expect((await ask(url, 'GET', '//', {})).status).toBe(400);
    expect((await ask(url, 'GET', path, {})).status).toBe(200);
  });
});

test('a page of another site cannot take Slack away', async () => {
  const url = await openSlack();
  const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' };
  expect((await ask(url, 'POST', '/control', headers, '{"away":true}')).status).toBe(403);
  expect(JSON.parse((await ask(url, 'GET', '/control', {})).body)).toMatchObject({ isAway: false });
});

test('a socket of Slack that is reset while it is refused is gone, and nothing else', async () => {
  const url = await openSlack();
  for (const path of ['/link', '//']) await resetWhileUpgrading(url, path);
  expect((await ask(url, 'GET', '/control', {})).status).toBe(200);
});

async function openSlack(): Promise<string> {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  return slack.url;
}

async function openGoogle(): Promise<string> {
  const google = await startGoogle();
  onTestFinished(() => google.stop());
  return google.httpUrl;
}
