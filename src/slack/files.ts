import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Files, UploadOutcome } from '../ports/slack.ts';
import { failureOf } from './call-outcome.ts';

const UPLOAD_WITHIN_MS = 15_000;
const AGAIN_MS = 5_000;

/** Slack knows the file no more: its last step was taken, or its bytes never came. */
const GONE: ReadonlySet<string> = new Set(['file_not_found', 'file_update_failed', 'file_deleted']);

const announced = z.object({ upload_url: z.url({ protocol: /^https?$/ }), file_id: z.string() });

/**
 * Files in Slack's three steps (files.getUploadURLExternal, the bytes, files.completeUploadExternal). The first two show
 * nothing to anybody and may be done again; the last one is taken once for each file.
 */
export function slackFiles(client: WebClient): Files {
  return {
    upload: async ({ name, text }) => {
      const bytes = new TextEncoder().encode(text);
      try {
        const args = { filename: name, length: bytes.length };
        const { upload_url, file_id } = announced.parse(await client.apiCall('files.getUploadURLExternal', args));
        return await send(upload_url, { bytes, fileId: file_id });
      } catch (error) {
        const failure = failureOf(error);
        // Nobody sees an upload that was not completed, so it does not matter how far it came.
        return failure.kind === 'unknown' ? later() : failure;
      }
    },
    share: async ({ fileId, channel, threadTs, title, comment }) => {
      try {
        await client.apiCall('files.completeUploadExternal', {
          files: [{ id: fileId, title }],
          channel_id: channel,
          initial_comment: comment,
          ...(threadTs === null ? {} : { thread_ts: threadTs }),
        });
        return { kind: 'shared' };
      } catch (error) {
        const failure = failureOf(error);
        return failure.kind === 'refused' && GONE.has(failure.because) ? { kind: 'gone' } : failure;
      }
    },
  };
}

/** The address is Slack's own and good for this one file; it gets no token. */
async function send(
  url: string,
  { bytes, fileId }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly fileId: string },
): Promise<UploadOutcome> {
  const headers = { 'content-type': 'application/octet-stream' };
  const signal = AbortSignal.timeout(UPLOAD_WITHIN_MS);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: bytes, redirect: 'error', signal });
    await answer.body?.cancel();
    return answer.ok ? { kind: 'uploaded', fileId } : later();
  } catch {
    return later();
  }
}

function later(): UploadOutcome {
  return { kind: 'later', retryAfterMs: AGAIN_MS };
}
