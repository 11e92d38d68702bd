import { describe, expect, test } from 'vitest';
import { exampleUsers, exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import type { SlackSandbox } from '../../../sandbox/slack/start.ts';
import { refusalOf, section, stoppedClock, town } from './town.ts';

const { ana, bo } = exampleUsers;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const reasonInput = {
  type: 'input' as const,
  block_id: 'reason',
  label: plain('Reason'),
  element: { type: 'plain_text_input' as const, action_id: 'text' },
};
const modal = (title: string) => ({
  type: 'modal' as const,
  title: plain(title),
  submit: plain('Roll Back Now'),
  callback_id: 'rollback',
  blocks: [reasonInput],
});

/** A town whose app answers every delivery with this body, and the payloads it was given. */
async function townAnswering(body: unknown) {
  const clock = stoppedClock();
  const { slack, client } = await town({ now: clock.now, workspace: exampleWorkspace(clock.now) });
  const payloads: unknown[] = [];
  slack.workspace.courier = async ({ payload }) => {
    payloads.push(payload);
    return {
      outcome: 'answered',
      status: 200,
      body: body === undefined ? '' : JSON.stringify(body),
      tookMs: 1,
      sent: undefined,
    };
  };
  return { slack, client, clock, payloads, trigger: (userId: string) => slack.workspace.views.newTrigger(userId) };
}

describe('opening and updating', () => {
  test('a trigger opens one view, within three seconds', async () => {
    const { client, clock, trigger } = await townAnswering(undefined);
    const once = trigger(ana);
    await client.views.open({ trigger_id: once, view: modal('Roll back') });
    expect(await refusalOf(client.views.open({ trigger_id: once, view: modal('Again') }))).toBe('exchanged_trigger_id');
    const late = trigger(ana);
    clock.advance(3001);
    expect(await refusalOf(client.views.open({ trigger_id: late, view: modal('Late') }))).toBe('expired_trigger_id');
    expect(await refusalOf(client.views.open({ trigger_id: 'made up', view: modal('None') }))).toBe(
      'invalid_trigger_id',
    );
  });

  test('an update with the hash of an older view is refused', async () => {
    const { client, trigger, slack } = await townAnswering(undefined);
    const { view } = await client.views.open({ trigger_id: trigger(ana), view: modal('Loading') });
    const update = (title: string) =>
      client.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: modal(title) });
    await update('Roll back');
    expect(await refusalOf(update('Stale'))).toBe('hash_conflict');
    expect(slack.workspace.views.openOf(ana)?.definition).toMatchObject({ title: { text: 'Roll back' } });
  });

  test('a view over a limit is refused', async () => {
    const { client, trigger } = await townAnswering(undefined);
    const opened = client.views.open({ trigger_id: trigger(ana), view: modal('A title that is far too long') });
    expect(await refusalOf(opened)).toBe('invalid_arguments');
  });
});

describe('submitting', () => {
  async function opened(body: unknown) {
    const parts = await townAnswering(body);
    const { view } = await parts.client.views.open({ trigger_id: parts.trigger(ana), view: modal('Roll back') });
    const submit = (userId: string) =>
      parts.slack.workspace.submitView({ userId, viewId: view?.id ?? '', values: { reason: 'errors' } });
    return { ...parts, submit };
  }

  const isOpen = (slack: SlackSandbox) => slack.workspace.views.openOf(ana) !== undefined;

  test('the values arrive by block and action, and an empty answer closes the view', async () => {
    const { slack, submit, payloads } = await opened(undefined);
    await submit(ana);
    expect(payloads[0]).toMatchObject({
      type: 'view_submission',
      user: { id: ana },
      view: {
        callback_id: 'rollback',
        state: { values: { reason: { text: { type: 'plain_text_input', value: 'errors' } } } },
      },
    });
    expect(isOpen(slack)).toBe(false);
  });

  test('errors keep the view open', async () => {
    const { slack, submit } = await opened({ response_action: 'errors', errors: { reason: 'Say more' } });
    expect((await submit(ana)).body).toContain('Say more');
    expect(isOpen(slack)).toBe(true);
  });

  test('an update replaces the view', async () => {
    const next = { ...modal('Done'), blocks: [section('Rolled back')] };
    const { slack, submit } = await opened({ response_action: 'update', view: next });
    await submit(ana);
    expect(slack.workspace.views.openOf(ana)?.definition).toMatchObject({ title: { text: 'Done' } });
  });

  test("nobody submits another person's view", async () => {
    const { submit } = await opened(undefined);
    await expect(submit(bo)).rejects.toThrow('not_found');
  });
});
