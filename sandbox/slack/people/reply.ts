import { z } from 'zod';
import { readContent } from '../content.ts';
import { isObject, type JsonObject, tryJson } from '../json.ts';
import type { Ephemeral, Message } from '../model.ts';
import type { ResponseTarget } from '../response-urls.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';

const replyFields = z.looseObject({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
});

/**
 * Shows what the app sent to a response_url, or answered a command with.
 * @throws SlackError invalid_payload, no_text, invalid_blocks, message_not_found
 */
export function showReply(
  workspace: Workspace,
  target: ResponseTarget,
  reply: JsonObject,
): Message | Ephemeral | undefined {
  const checked = replyFields.safeParse(reply);
  if (!checked.success) throw new SlackError('invalid_payload');
  const { response_type, replace_original, delete_original, thread_ts } = checked.data;
  if (delete_original) return removeOriginal(workspace, target);
  const content = readContent(reply);
  if (replace_original) {
    const original = originalOf(target);
    workspace.conversations.edit(original, content);
    return original;
  }
  const place = { channelId: target.channelId, threadTs: thread_ts, content };
  if (response_type === 'in_channel') {
    return workspace.conversations.post({ ...place, userId: workspace.directory.app.botUserId });
  }
  return workspace.conversations.postEphemeral({ ...place, userId: target.userId, from: 'app' });
}

/** The HTTP 200 body of a command: nothing, plain text or JSON. */
export function readReply(body: string): JsonObject | undefined {
  if (body.trim() === '') return undefined;
  const parsed = tryJson(body);
  return isObject(parsed) ? parsed : { text: body };
}

function originalOf(target: ResponseTarget): Message | Ephemeral {
  if (target.original === undefined || target.original.isDeleted) throw new SlackError('message_not_found');
  return target.original;
}

function removeOriginal(workspace: Workspace, target: ResponseTarget): undefined {
  workspace.conversations.remove(originalOf(target));
}
