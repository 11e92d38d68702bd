import type { Later } from '../src/core/outgoing.ts';
import type { Reply } from './command.ts';
import type { World } from './job.ts';

type Shared = {
  /** Names the wish: tried again, it is the same one. */
  readonly key: string;
  readonly channel: string;
  readonly threadTs: string | null;
  readonly file: { readonly name: string; readonly title: string; readonly text: string };
  readonly comment: string;
};

/**
 * Shows a file to everybody in a channel, once: an upload is remembered before its last step, which Slack takes a single
 * time. A later try takes up the same upload, and where Slack knows that no more it was shared before.
 * @throws while Slack does not answer, or not yet; the queue brings the request back.
 */
export async function shareFile(
  { key, channel, threadTs, file, comment }: Shared,
  { files, outbox }: Pick<World, 'files' | 'outbox'>,
): Promise<Reply> {
  const name = `file-${key}`;
  const before = await outbox.standing(name);
  const uploaded = before === null ? await upload(file, files) : { fileId: before };
  if ('refusal' in uploaded) return uploaded;
  const fileId = before ?? (await outbox.first(name, uploaded.fileId));
  const outcome = await files.share({ fileId, channel, threadTs, title: file.title, comment });
  switch (outcome.kind) {
    case 'shared':
      return null;
    case 'gone':
      return before === null && fileId === uploaded.fileId ? notShared('Slack lost the file') : null;
    case 'refused':
      return notShared(outcome.because);
    case 'later':
      return waitOrRefuse(outcome);
    case 'unknown':
      throw new Error('Slack did not say whether it took the file');
  }
}

async function upload({ name, text }: Shared['file'], files: World['files']) {
  const outcome = await files.upload({ name, text });
  if (outcome.kind === 'refused') return notShared(outcome.because);
  return outcome.kind === 'uploaded' ? outcome : waitOrRefuse(outcome);
}

/** What a person has to repair takes longer than anybody waits for a file. @throws where Slack alone is in the way */
function waitOrRefuse({ retryAfterMs, blocked }: Later): ReturnType<typeof notShared> {
  if (blocked) return notShared(blocked.because);
  throw new Error(`Slack takes no file for another ${Math.ceil(retryAfterMs / 1_000)} s`);
}

function notShared(because: string): {
  readonly refusal: { readonly kind: 'fileNotShared'; readonly because: string };
} {
  return { refusal: { kind: 'fileNotShared', because } };
}
