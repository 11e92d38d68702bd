import { describe, expect, test } from 'vitest';
import { SLASH_COMMANDS } from '../../../commands/all.ts';
import { readManifest } from '../../../sandbox/slack/app-features.ts';
import { exampleApp, exampleTokens, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import { manifest } from '../../../src/manifest.ts';
import { refusalOf, town } from './town.ts';

describe('the workspace knows the app from the product’s manifest', () => {
  const { features, oauth_config, settings } = manifest('http');

  test('its commands with their hints, and no others', () => {
    expect(exampleApp.features.commands.map(({ command }) => command)).toEqual(
      SLASH_COMMANDS.map(({ command }) => command),
    );
    for (const { usageHint } of exampleApp.features.commands) expect(usageHint).not.toBe('');
  });

  test('its shortcuts, its events and its Home tab', () => {
    const { shortcuts, events, isHomeEnabled, isMessagesTabEnabled } = exampleApp.features;
    expect(shortcuts.map(({ callbackId }) => callbackId)).toEqual(
      (features?.shortcuts ?? []).map(({ callback_id }) => callback_id),
    );
    expect([...events]).toEqual(settings?.event_subscriptions?.bot_events);
    expect(isHomeEnabled).toBe(features?.app_home?.home_tab_enabled);
    expect(isMessagesTabEnabled).toBe(features?.app_home?.messages_tab_enabled);
  });

  test('its scopes: what it does not ask for is refused', async () => {
    const { slack, client } = await town();
    const scopes = slack.workspace.directory.tokens.get(exampleTokens.bot)?.scopes;
    expect([...(scopes ?? [])]).toEqual(oauth_config?.scopes?.bot);
    expect(await refusalOf(client.conversations.open({ users: exampleUsers.ana }))).toBe('missing_scope');
  });
});

test('a manifest that declares little gives an app that can do little', () => {
  const little = { features: {}, oauth_config: { scopes: { bot: ['chat:write'] } }, settings: {} };
  expect(readManifest(little)).toEqual({
    scopes: ['chat:write'],
    features: {
      commands: [],
      shortcuts: [],
      events: new Set(),
      isHomeEnabled: false,
      isMessagesTabEnabled: false,
    },
  });
});

test('what is no manifest is refused', () => {
  expect(() => readManifest({ features: {} })).toThrow();
});
