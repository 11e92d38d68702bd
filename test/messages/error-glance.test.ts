import { describe, expect, test } from 'vitest';
import { glanceText } from '../../src/messages/error-glance.ts';
import { GLANCE, GLANCE_TOP } from './glance.ts';

describe('the errors of a rollout in a few words', () => {
  test.each([
    ['new and raised ones', GLANCE, '2 new, 1 more often than on stable of 6 patterns, first in 190 requests: `'],
    ['new ones alone', { ...GLANCE, raised: 0 }, '2 new of 6 patterns, first in 190 requests: `'],
    ['nothing that stable does not have', { ...GLANCE, fresh: 0, raised: 0 }, '6 patterns, first in 190 requests: `'],
    ['one', { ...GLANCE, fresh: 0, raised: 0, patterns: 1 }, '1 pattern, first in 190 requests: `'],
  ])('%s', (_, glance, words) => {
    expect(glanceText(glance)?.mrkdwn.startsWith(words)).toBe(true);
  });

  test('what was logged cannot be markup', () => {
    const top = { ...GLANCE_TOP, words: '<!channel> `rm` <https://evil.example|here>' };
    expect(glanceText({ ...GLANCE, top })?.mrkdwn).not.toMatch(/<!|<http/);
  });

  test('nothing is said where the log says nothing', () => {
    expect(glanceText(null)).toBeNull();
    expect(glanceText({ ...GLANCE, top: null })).toBeNull();
  });

  test.each([
    ['outOfMemory', '3 times: out of memory'],
    ['requestTimedOut', 'in 3 requests: request timed out'],
  ] as const)('says by its name what Cloud Run reports (%s)', (platform, words) => {
    const text = glanceText({ ...GLANCE, top: { ...GLANCE_TOP, requests: 3, platform } })?.mrkdwn;
    expect(text?.endsWith(`, first ${words}`)).toBe(true);
  });
});
