import { WebAPIPlatformError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/slack/call-outcome.ts';

const outcomeOf = (code: string) => failureOf(new WebAPIPlatformError({ ok: false, error: code }));

describe('a message waits, however long it takes, where Slack', () => {
  test.each(['token_revoked', 'token_expired', 'account_inactive', 'invalid_auth', 'not_authed', 'missing_scope'])(
    'does not take the token: %s',
    (because) => expect(outcomeOf(because)).toMatchObject({ kind: 'later', blocked: { of: 'token', because } }),
  );

  test.each([
    'org_login_required',
    'team_added_to_org',
    'team_access_not_granted',
    'accesslimited',
    'no_permission',
    'two_factor_setup_required',
  ])('lets the app do nothing in the workspace just now: %s', (because) =>
    expect(outcomeOf(because)).toMatchObject({ kind: 'later', blocked: { of: 'token', because } }),
  );

  test.each(['not_in_channel', 'is_archived', 'restricted_action', 'restricted_action_thread_only_channel'])(
    'lets nothing be said in the channel: %s',
    (because) => expect(outcomeOf(because)).toMatchObject({ kind: 'later', blocked: { of: 'channel', because } }),
  );
});

test.each(['message_not_found', 'invalid_blocks', 'something_new'])('it is refused for good with %s', (because) => {
  expect(outcomeOf(because)).toEqual({ kind: 'refused', because });
});
