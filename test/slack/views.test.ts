import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleApp, exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type BoltTown, startBoltTown } from './bolt-town.ts';

let town: BoltTown;
beforeAll(async () => {
  town = await startBoltTown({ transport: 'http' });
});
afterAll(() => town.stop());
beforeEach(() => {
  town.forms.length = 0;
  town.seen = new Map();
  town.answerForm = async () => ({ kind: 'closed', tell: async () => undefined });
});

const from = { api_app_id: exampleApp.appId, team: { id: exampleApp.teamId }, trigger_id: '1.2.3' };
const ana = { id: exampleUsers.ana, team_id: exampleApp.teamId };
const view = {
  type: 'modal',
  id: 'V01',
  hash: '7.abc',
  callback_id: 'deploy_form',
  private_metadata: 'm',
  state: {
    values: {
      service: { service: { type: 'external_select', selected_option: { text: {}, value: 'api-gateway' } } },
      'env:api-gateway': { env: { type: 'radio_buttons', selected_option: null } },
      reason: { reason: { type: 'plain_text_input', value: 'two\nlines' } },
      'checklist:prod': { checklist: { type: 'checkboxes', selected_options: [{ text: {}, value: '0' }] } },
    },
  },
};
const entries = {
  service: 'api-gateway',
  'env:api-gateway': null,
  reason: 'two\nlines',
  'checklist:prod': ['0'],
};
const submission = { type: 'view_submission', ...from, user: ana, view, response_urls: [] };

describe('a form that is sent', () => {
  test('is heard with all that was entered, and closes', async () => {
    expect(await send(submission)).toMatchObject({ status: 200, body: '' });
    const named = { viewId: 'V01', hash: '7.abc', metadata: 'm', userId: exampleUsers.ana };
    expect(town.forms).toEqual([expect.objectContaining({ ...named, entries })]);
  });

  test('may be answered with errors next to their fields', async () => {
    town.answerForm = async () => ({ kind: 'errors', errors: { reason: 'Say why.' } });
    const { body } = await send(submission);
    expect(JSON.parse(body)).toEqual({ response_action: 'errors', errors: { reason: 'Say why.' } });
  });

  test('that breaks us keeps what was entered, and names an id', async () => {
    town.answerForm = async () => {
      throw new Error('secret inside');
    };
    const { body } = await send(submission);
    expect(JSON.parse(body)).toMatchObject({ errors: { service: expect.stringContaining('"kind":"broken"') } });
    expect(body).not.toContain('secret inside');
    expect(body).toContain('refused & unsent');
  });

  test('by somebody of another company goes no further', async () => {
    const { body } = await send({ ...submission, user: { ...ana, team_id: 'T0OTHER' } });
    expect(JSON.parse(body)).toMatchObject({ errors: { service: expect.stringContaining('"who":"external"') } });
    expect(town.forms).toEqual([]);
  });
});

describe('a menu of a form', () => {
  const suggestion = {
    type: 'block_suggestion',
    ...from,
    user: ana,
    view,
    container: {},
    block_id: 'service',
    action_id: 'service',
    value: 'api',
  };

  test('gets the lines for what was typed', async () => {
    const text = { type: 'plain_text', text: 'api-gateway', emoji: false } as const;
    town.lines = async () => [{ text, value: 'api-gateway' }];
    const { body } = await send(suggestion);
    expect(JSON.parse(body)).toEqual({ options: [{ text, value: 'api-gateway' }] });
    expect(town.forms).toMatchObject([{ actionId: 'service', typed: 'api', metadata: 'm' }]);
  });

  test('is told when the memory does not answer, so that it need not be asked again', async () => {
    await send(suggestion);
    town.seen = null;
    await send(suggestion);
    expect(town.forms).toMatchObject([{ allowance: 'mayAct' }, { allowance: 'blocked' }]);
  });

  test('is empty, and not an error, when we break', async () => {
    town.lines = async () => {
      throw new Error('Redis is away');
    };
    expect(await send(suggestion)).toMatchObject({ status: 200, body: '{"options":[]}' });
  });
});

test('a choice in a form is acknowledged, then heard with all that was entered', async () => {
  const action = { type: 'external_select', action_id: 'service', block_id: 'service', selected_option: {} };
  const { status } = await send({ type: 'block_actions', ...from, user: ana, view, container: {}, actions: [action] });
  expect(status).toBe(200);
  await expect.poll(() => town.forms).toMatchObject([{ viewId: 'V01', hash: '7.abc', entries }]);
});

test('a button in the modal of a pattern is acknowledged, then heard with what the modal carries', async () => {
  const action = { type: 'button', action_id: 'pattern_unmute', block_id: 'pattern-0', value: 'r.p' };
  const { status } = await send({ type: 'block_actions', ...from, user: ana, view, container: {}, actions: [action] });
  expect(status).toBe(200);
  const heard = { actionId: 'pattern_unmute', metadata: 'm', viewId: 'V01', userId: exampleUsers.ana };
  await expect.poll(() => town.forms).toMatchObject([{ ...heard, allowance: 'mayAct' }]);
});

describe('a shortcut', () => {
  test('of everywhere is heard', async () => {
    await send({ type: 'shortcut', ...from, user: ana, callback_id: 'deploy_service' });
    expect(town.forms).toMatchObject([{ callbackId: 'deploy_service', triggerId: '1.2.3', message: null }]);
  });

  test.each([
    ['of a card', {}, '1.0'],
    ['of a reply in its thread', { thread_ts: '0.5' }, '0.5'],
  ])('%s names the thread', async (_of, also, threadTs) => {
    await send({
      type: 'message_action',
      ...from,
      user: ana,
      callback_id: 'roll_back_deploy',
      channel: { id: exampleChannels.incidentsProd },
      response_url: 'http://127.0.0.1/r',
      message_ts: '1.0',
      message: { type: 'message', ts: '1.0', ...also },
    });
    expect(town.forms).toMatchObject([{ message: { channel: exampleChannels.incidentsProd, threadTs } }]);
  });
});

test('a replayed form leaves nothing', async () => {
  await send(submission, 1_000);
  const again = await send(submission, 1_000);
  expect(again.status).toBe(401);
  expect(town.forms).toHaveLength(1);
});

async function send(payload: object, agoMs = 0) {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const seconds = String(Math.floor((startedAtMs - agoMs) / 1000));
  const hash = createHmac('sha256', exampleApp.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const answer = await fetch(town.urls[0] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': `v0=${hash}`,
    },
    body,
  });
  return { status: answer.status, body: await answer.text() };
}

const startedAtMs = Date.now();
