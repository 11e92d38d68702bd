import type { Workspace } from '../../slack/workspace.ts';
import { type Answer, refusal } from './answer.ts';

/** The bytes of a file, to people who are in a conversation where it was shared. */
export function fileAnswer(workspace: Workspace, userId: string, fileId: string): Answer {
  const found = workspace.files.bytesOf(fileId);
  const isShared = workspace
    .channelsOf(userId)
    .some(({ id }) => workspace.conversations.all(id).some(({ files }) => files.some((file) => file.id === fileId)));
  if (found === undefined || !isShared) return refusal(404, 'This person is shown no such file.');
  const { mimetype, name } = found.file;
  // Only pictures are shown in place: anything else could be a page of its own, with this server's rights.
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(mimetype);
  const headers = {
    'content-type':
      isPicture || mimetype.startsWith('text/')
        ? mimetype.replace('text/html', 'text/plain')
        : 'application/octet-stream',
    'content-disposition': `${isPicture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  };
  return { status: 200, headers, body: found.bytes };
}
