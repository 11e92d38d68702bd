import type { AppsManifestValidateArguments } from '@slack/web-api';

type BotScope = NonNullable<
  NonNullable<NonNullable<AppsManifestValidateArguments['manifest']['oauth_config']>['scopes']>['bot']
>[number];

/** What the bot may do: the least that works, each scope for the call it is named beside. */
export const BOT_SCOPES: readonly BotScope[] = [
  'commands', // slash commands
  'app_mentions:read', // the event app_mention: words to the bot by its name
  'chat:write', // chat.postMessage, chat.update, chat.postEphemeral
  'files:write', // files.getUploadURLExternal, files.completeUploadExternal: all error patterns as a file
  'users:read', // users.info: guests and strangers are refused
  'usergroups:read', // usergroups.list: who may deploy, approve, roll back
  'channels:read', // conversations.info: no card in a channel shared with another company
  'groups:read', // the same for a private channel
  'channels:history', // conversations.history, conversations.replies: was a message posted whose answer got lost?
  'groups:history', // the same for a private channel
  'metadata.message:read', // the id by which such a message is found
];
