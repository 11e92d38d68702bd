import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SLASH_COMMANDS } from '../commands/all.ts';
import { GRAMMAR } from '../src/core/grammar.ts';
import { manifest } from '../src/manifest.ts';

/** Slack's manifest schema, as far as we use it: its lengths and its refusal of unknown keys. */
const url = z.url({ protocol: /^https$/ });
const slackLimits = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(true),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['global', 'message']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.literal(true),
          url: url.optional(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()).max(100), request_url: url.optional() }),
    interactivity: z.strictObject({
      is_enabled: z.literal(true),
      request_url: url.optional(),
      message_menu_options_url: url.optional(),
    }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const files = { http: 'manifest.yml', socket: 'docs/generated/manifest.socket-mode.yml' } as const;

describe.for(['http', 'socket'] as const)('the manifest for %s', (transport) => {
  const written = slackLimits.parse(parse(readFileSync(files[transport], 'utf8')));

  test('is the file that is there', () => {
    expect(written).toEqual(manifest(transport));
  });

  test('lists exactly the slash commands that exist', () => {
    const listed = written.features.slash_commands.map(({ command }) => command);
    expect(listed).toEqual(SLASH_COMMANDS.map(({ command }) => command));
    expect(new Set(listed)).toEqual(new Set(GRAMMAR.map(({ command }) => command)));
  });

  test('asks for no scope that lets it speak as somebody else or administer', () => {
    const { bot } = written.oauth_config.scopes;
    expect(new Set(bot).size).toBe(bot.length);
    expect(bot.filter((scope) => /customize|^admin|chat:write\.public|users:read\.email/.test(scope))).toEqual([]);
  });

  test('has an address for Slack to call, or a socket, never both', () => {
    const { interactivity, event_subscriptions } = written.settings;
    const commands = written.features.slash_commands.map((one) => one.url);
    const { request_url, message_menu_options_url } = interactivity;
    const urls = [request_url, message_menu_options_url, event_subscriptions.request_url, ...commands];
    const addresses = urls.filter((address) => address !== undefined);
    expect(addresses).toHaveLength(transport === 'http' ? urls.length : 0);
    expect(addresses.every((address) => address.endsWith('/slack/events'))).toBe(true);
    expect(written.settings.socket_mode_enabled).toBe(transport === 'socket');
  });
});
