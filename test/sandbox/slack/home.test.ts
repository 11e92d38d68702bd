import { describe, expect, test } from 'vitest';
import { exampleApp, exampleUsers, exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import type { AppFeatures } from '../../../sandbox/slack/model.ts';
import { app, refusalOf, section, town } from './town.ts';

const { ana, bo } = exampleUsers;
const home = (text: string) => ({ type: 'home' as const, blocks: [section(text)] });

/** A town whose app declares what the product's manifest may or may not. */
async function townDeclaring(features: Partial<AppFeatures>) {
  const workspace = exampleWorkspace(Date.now);
  workspace.directory.app.features = { ...exampleApp.features, ...features };
  const { slack, client } = await town({ workspace });
  return { workspace, client, heard: app(slack) };
}

const declared = { isHomeEnabled: true, events: new Set(['app_home_opened']) };

describe('the Home tab', () => {
  test('is published to one person, and replaced', async () => {
    const { workspace, client } = await townDeclaring(declared);
    const { view } = await client.views.publish({ user_id: ana, view: home('Nothing waits.') });
    await client.views.publish({ user_id: ana, view: home('One waits.'), hash: view?.hash ?? '' });
    expect(workspace.homeOf(ana)?.definition).toMatchObject({ blocks: [section('One waits.')] });
    expect(workspace.homeOf(bo)).toBeUndefined();
  });

  test('that changed meanwhile is not replaced by what was made from the old one', async () => {
    const { client } = await townDeclaring(declared);
    const { view } = await client.views.publish({ user_id: ana, view: home('1') });
    await client.views.publish({ user_id: ana, view: home('2') });
    const late = client.views.publish({ user_id: ana, view: home('3'), hash: view?.hash ?? '' });
    expect(await refusalOf(late)).toBe('hash_conflict');
  });

  test('opened, tells the app each time, with the view that is there', async () => {
    const { workspace, client, heard } = await townDeclaring(declared);
    await workspace.openHome({ userId: ana });
    const { view } = await client.views.publish({ user_id: ana, view: home('Nothing waits.') });
    await workspace.openHome({ userId: ana });
    expect(heard.map(({ type, payload }) => ({ type, event: payload['event'] }))).toMatchObject([
      { type: 'events_api', event: { type: 'app_home_opened', user: ana, tab: 'home' } },
      { type: 'events_api', event: { view: { id: view?.id } } },
    ]);
    expect(heard[0]?.payload['event']).not.toHaveProperty('view');
  });

  test('has buttons like a modal', async () => {
    const { workspace, client, heard } = await townDeclaring(declared);
    const elements = [
      { type: 'button' as const, action_id: 'unlock', text: { type: 'plain_text' as const, text: 'Unlock' } },
    ];
    const blocks = [{ type: 'actions' as const, block_id: 'locks', elements }];
    const { view } = await client.views.publish({ user_id: ana, view: { type: 'home', blocks } });
    await workspace.pressInView({ userId: ana, viewId: view?.id ?? '', blockId: 'locks', actionId: 'unlock' });
    expect(heard[0]?.payload).toMatchObject({ container: { type: 'view', view_id: view?.id }, view: { type: 'home' } });
  });

  test('is not there when the manifest does not have it', async () => {
    const { workspace, client, heard } = await townDeclaring({ ...declared, isHomeEnabled: false });
    expect(await refusalOf(client.views.publish({ user_id: ana, view: home('1') }))).toBe('not_enabled');
    expect((await workspace.openHome({ userId: ana })).because).toBe('This app has no Home tab.');
    expect(heard).toEqual([]);
  });

  test('opens unheard when the manifest does not subscribe to it', async () => {
    const { workspace, heard } = await townDeclaring({ isHomeEnabled: true, events: new Set() });
    expect((await workspace.openHome({ userId: ana })).outcome).toBe('not_sent');
    expect(heard).toEqual([]);
  });

  test('of nobody is refused', async () => {
    const { client } = await townDeclaring(declared);
    expect(await refusalOf(client.views.publish({ user_id: 'U0NOBODY', view: home('1') }))).toBe('user_not_found');
  });
});
