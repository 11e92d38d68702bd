import { z } from 'zod';
import type { AppFeatures } from './model.ts';

/** The parts of an app manifest that say what Slack offers and delivers. */
const manifestShape = z.looseObject({
  features: z.looseObject({
    app_home: z
      .looseObject({ home_tab_enabled: z.boolean().default(false), messages_tab_enabled: z.boolean().default(false) })
      .optional(),
    slash_commands: z
      .array(z.looseObject({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }))
      .default([]),
    shortcuts: z
      .array(
        z.looseObject({
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
          name: z.string(),
          description: z.string(),
        }),
      )
      .default([]),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).default([]) }).optional(),
  }),
});

/** Reads what an app's manifest grants and declares. @throws when it is no manifest */
export function readManifest(manifest: unknown): { scopes: string[]; features: AppFeatures } {
  const { features, oauth_config, settings } = manifestShape.parse(manifest);
  return {
    scopes: oauth_config.scopes.bot,
    features: {
      commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
        command,
        description,
        usageHint: usage_hint,
      })),
      shortcuts: features.shortcuts.map(({ type, callback_id, name, description }) => ({
        kind: type,
        callbackId: callback_id,
        name,
        description,
      })),
      events: new Set(settings.event_subscriptions?.bot_events ?? []),
      isHomeEnabled: features.app_home?.home_tab_enabled ?? false,
      isMessagesTabEnabled: features.app_home?.messages_tab_enabled ?? false,
    },
  };
}
