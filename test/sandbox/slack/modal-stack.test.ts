import { describe, expect, test } from 'vitest';
import { exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { titles, withOpen } from './open-form.ts';
import { refusalOf, section } from './town.ts';

const { ana, bo } = exampleUsers;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const view = (title: string, more: JsonObject = {}) => ({
  ...{ type: 'modal', title: plain(title), callback_id: 'deploy', blocks: [section(title)] },
  ...more,
});
const told = { notify_on_close: true };

describe('a modal of several views', () => {
  test('holds three; the fourth is refused', async () => {
    const { client, trigger, workspace } = await withOpen(view('1'));
    const push = (title: string) => client.apiCall('views.push', { trigger_id: trigger(), view: view(title) });
    const second = await push('2');
    await push('3');
    expect(await refusalOf(push('4'))).toBe('push_limit_reached');
    expect(titles(workspace)).toEqual([plain('1'), plain('2'), plain('3')]);
    expect(second).toMatchObject({ view: { previous_view_id: workspace.modalsOf(ana)[0]?.id } });
  });

  test('closing takes the view on top, and tells the app where it wants to know', async () => {
    const { client, trigger, workspace, top, heard } = await withOpen(view('1', told));
    await client.apiCall('views.push', { trigger_id: trigger(), view: view('2', told) });
    await workspace.closeView({ userId: ana, viewId: top()?.id ?? '' });
    expect(titles(workspace)).toEqual([plain('1')]);
    expect(heard.map(({ payload }) => payload)).toMatchObject([
      { type: 'view_closed', is_cleared: false, view: { title: plain('2') } },
    ]);
    await workspace.closeView({ userId: ana, viewId: top()?.id ?? '' });
    expect([titles(workspace), heard.length]).toEqual([[], 2]);
  });

  test.for<[string, JsonObject, boolean]>([
    ['the cross', {}, true],
    ['clear_on_close', { clear_on_close: true }, false],
  ])('%s closes all', async ([, more, isWhole]) => {
    const { client, trigger, workspace, top, heard } = await withOpen(view('1', told));
    await client.apiCall('views.push', { trigger_id: trigger(), view: view('2', more) });
    await workspace.closeView({ userId: ana, viewId: top()?.id ?? '', isWhole });
    expect(titles(workspace)).toEqual([]);
    expect(heard.map(({ payload }) => payload['is_cleared'])).toEqual([true]);
  });

  test('a new modal takes the place of the old', async () => {
    const { client, trigger, workspace } = await withOpen(view('1'));
    await client.apiCall('views.open', { trigger_id: trigger(), view: view('2') });
    expect(titles(workspace)).toEqual([plain('2')]);
  });
});

describe('a view with a name of the app', () => {
  const named = (title: string) => view(title, { external_id: 'deploy-1' });

  test('is updated by that name, and only while it is open', async () => {
    const { client, workspace, top } = await withOpen(named('1'));
    const update = () => client.apiCall('views.update', { external_id: 'deploy-1', view: named('2') });
    await update();
    expect(titles(workspace)).toEqual([plain('2')]);
    await workspace.closeView({ userId: ana, viewId: top()?.id ?? '' });
    expect(await refusalOf(update())).toBe('not_found');
  });

  test('is there once in the whole workspace, until it is closed', async () => {
    const { client, trigger, workspace, top } = await withOpen(named('1'));
    const push = () => client.apiCall('views.push', { trigger_id: trigger(), view: named('2') });
    const openForBo = () =>
      client.apiCall('views.open', { trigger_id: workspace.views.newTrigger(bo), view: named('3') });
    expect([await refusalOf(push()), await refusalOf(openForBo())]).toEqual(Array(2).fill('duplicate_external_id'));
    await workspace.closeView({ userId: ana, viewId: top()?.id ?? '' });
    await openForBo();
    expect(workspace.modalsOf(bo)).toHaveLength(1);
  });
});

describe('a view under another', () => {
  test('is updated where it lies, by id and hash, and shows when the one above is closed', async () => {
    const { client, trigger, workspace, viewId, top } = await withOpen(view('1'));
    const hash = top()?.hash ?? '';
    await client.apiCall('views.push', { trigger_id: trigger(), view: view('2') });
    const update = (title: string) => client.apiCall('views.update', { view_id: viewId, hash, view: view(title) });
    await update('1a');
    expect(await refusalOf(update('1b'))).toBe('hash_conflict');
    expect(titles(workspace)).toEqual([plain('1a'), plain('2')]);
    await workspace.closeView({ userId: ana, viewId: top()?.id ?? '' });
    expect(top()?.id).toBe(viewId);
  });

  test('is not submitted', async () => {
    const { client, trigger, workspace, viewId } = await withOpen(view('1'));
    await client.apiCall('views.push', { trigger_id: trigger(), view: view('2') });
    await expect(workspace.submitView({ userId: ana, viewId })).rejects.toThrow('not_found');
  });
});

test('a trigger pushes one view', async () => {
  const { client, trigger } = await withOpen(view('1'));
  const triggerId = trigger();
  const push = () => client.apiCall('views.push', { trigger_id: triggerId, view: view('2') });
  await push();
  expect(await refusalOf(push())).toBe('exchanged_trigger_id');
});
