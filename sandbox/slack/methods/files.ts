import { z } from 'zod';
import { readContent } from '../content.ts';
import { fileOnWire } from '../file-on-wire.ts';
import { maxKeptBytes } from '../files.ts';
import { type JsonObject, tryJson } from '../json.ts';
import type { Content, SlackFile } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import { channelToPostIn } from './channel-to-post-in.ts';
import { type Call, type Method, method, optionalName } from './method.ts';

const getUploadUrl = method({
  tier: 'tier4',
  scopes: ['files:write'],
  args: z.looseObject({ filename: z.string().min(1), length: z.coerce.number().int().min(1) }),
  run: ({ workspace, token }, args) => {
    if (args.length > maxKeptBytes) throw new SlackError('file_upload_size_restricted');
    const file = workspace.files.announce(args.filename, args.length, token.userId);
    return { upload_url: workspace.uploadUrl(file.id), file_id: file.id };
  },
});

const wantedFiles = z.array(z.looseObject({ id: z.string(), title: z.string().optional() })).min(1);

const completeUpload = method({
  tier: 'tier4',
  scopes: ['files:write'],
  args: z.looseObject({
    files: z.preprocess((value) => (typeof value === 'string' ? tryJson(value) : value), wantedFiles),
    channel_id: optionalName,
    channels: optionalName,
    thread_ts: optionalName,
    initial_comment: optionalName,
  }),
  run: (call, args) => {
    const { workspace } = call;
    const files = workspace.files.ready(args.files);
    const channels = (args.channel_id ?? args.channels ?? '').split(',').filter((id) => id !== '');
    share(call, channels, { files, content: introduction(args), threadTs: args.thread_ts });
    workspace.files.complete(files);
    return { files: files.map((file) => fileOnWire(workspace, file)) };
  },
});

export const filesMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};

/** Shows the files as one message in each channel; without a channel they stay the app's own. */
function share(
  call: Call,
  channelIds: readonly string[],
  what: { files: SlackFile[]; content: Content; threadTs: string | undefined },
): void {
  const channels = channelIds.map((id) => channelToPostIn(call, id));
  for (const channel of channels) {
    call.workspace.conversations.post({ channelId: channel.id, userId: call.token.userId, ...what });
  }
}

/** The comment outranks blocks; with neither, the files stand for themselves. */
function introduction(args: JsonObject): Content {
  const comment = args['initial_comment'];
  if (typeof comment === 'string' && comment !== '') return readContent({ text: comment });
  if (args['blocks'] !== undefined) return readContent({ blocks: args['blocks'] });
  return { text: '', blocks: [], attachments: [], metadata: undefined };
}
