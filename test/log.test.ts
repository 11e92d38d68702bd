import type { Logger } from 'pino';
import { describe, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

function lineOf(write: (log: Logger) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'debug', process: 'worker', destination: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

const fieldsOf = (write: (log: Logger) => void): unknown => JSON.parse(lineOf(write));

describe('a line of the log', () => {
  test.for([
    ['debug', 'DEBUG'],
    ['info', 'INFO'],
    ['warn', 'WARNING'],
    ['error', 'ERROR'],
  ] as const)('%s is severity %s at Google', ([level, severity]) => {
    expect(fieldsOf((log) => log[level]({ rolloutId: 'r1' }, 'a job failed'))).toEqual({
      severity,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      process: 'worker',
      rolloutId: 'r1',
      message: 'a job failed',
    });
  });

  test('an error keeps its stack and its cause', () => {
    const err = new Error('no answer', { cause: new Error('socket closed') });
    expect(fieldsOf((log) => log.error({ err }, 'a job failed'))).toMatchObject({
      err: { type: 'Error' },
      stack_trace: expect.stringMatching(/no answer[\s\S]+socket closed/),
    });
  });
});

describe('no secret gets into the log', () => {
  test.for([
    ['a field that is called token', { token: 'hush-1' }],
    ['a field inside another', { slack: { signingSecret: 'hush-2' } }],
    ["Slack's token in an error", { err: new Error('refused xoxb-hush-3') }],
    ['an app token in a text', { said: 'xapp-1-hush-4' }],
    ['a bearer token in a text', { said: 'authorization: Bearer hush.5' }],
    ['a response URL', { said: 'https://hooks.slack.com/commands/T1/hush-6' }],
    ['the password of Redis', { err: new Error('cannot reach redis://default:hush-7@10.0.0.3:6379') }],
  ] as const)('%s', ([, facts]) => {
    const line = lineOf((log) => log.error(facts, 'a job failed'));
    expect(line).toMatch(/\[(?:redacted|password)\]/);
    expect(line).not.toContain('hush');
  });
});
