import type { AppsManifestValidateArguments } from '@slack/web-api';
import { SLASH_COMMANDS } from '../commands/all.ts';
import { SHORTCUTS } from '../commands/shortcut.ts';
import { BOT_SCOPES } from './slack/scopes.ts';

type Manifest = AppsManifestValidateArguments['manifest'];

/** Where Slack's requests go; a placeholder until the app is deployed. */
const REQUEST_URL = 'https://slipway.example.com/slack/events';

/**
 * The Slack app. `http` is for production: Slack calls us. `socket` needs no public address: we call Slack.
 */
export function manifest(transport: 'http' | 'socket'): Manifest {
  const url = transport === 'http' ? REQUEST_URL : undefined;
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Slipway',
      description: 'Deploys Cloud Run services with a judged canary, and rolls back by itself.',
      long_description:
        'Type `/deploy api-gateway prod` to plan a rollout. The canary gets its first share of traffic and is watched; ' +
        'approvers press Advance when it has proved itself, and a bad one is rolled back by itself. ' +
        'Incident commanders type `/rollback`. The whole story stands in one thread of the incident channel.',
      background_color: '#1f3a5f',
    },
    features: {
      // Whoever left the channel is told there (without the tab Slack refuses that); nobody writes to the bot there.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'slipway', always_online: true },
      shortcuts: [...SHORTCUTS],
      slash_commands: SLASH_COMMANDS.map(({ command, description, usageHint }) => ({
        command,
        description,
        usage_hint: usageHint,
        // Mentions arrive as ids, so a name that looks like another's cannot mislead.
        should_escape: true,
        ...(url === undefined ? {} : { url }),
      })),
    },
    oauth_config: {
      scopes: {
        bot: [...BOT_SCOPES],
      },
    },
    settings: {
      event_subscriptions: {
        bot_events: ['app_home_opened', 'app_mention'],
        ...(url === undefined ? {} : { request_url: url }),
      },
      // The lines of a form's menus are asked for at an address of their own, which may be the same.
      interactivity: {
        is_enabled: true,
        ...(url === undefined ? {} : { request_url: url, message_menu_options_url: url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: transport === 'socket',
      // The worker gets no events of its own, so nothing would renew its token.
      token_rotation_enabled: false,
    },
  };
}
