import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from './workspace.ts';

export const uploadPath = '/upload/v1/';

/** Takes the bytes of an announced file, bare or as a form, and says how many came. Another length than announced: 400. */
export async function takeUpload(
  { workspace }: { workspace: Workspace },
  url: URL,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const bytes = await bytesIn(request.headers['content-type'] ?? '', body);
  const isTaken = bytes !== undefined && workspace.files.receive(url.pathname.slice(uploadPath.length), bytes);
  response.writeHead(isTaken ? 200 : 400, { 'content-type': 'text/plain' });
  response.end(isTaken ? `OK - ${bytes.length}` : 'The file is unknown, or its length is another than announced.');
}

/** The bytes of a file. Slack asks for a token here; whoever reaches the loopback of a laptop may look. */
export function serveFile({ workspace }: { workspace: Workspace }, url: URL, response: ServerResponse): void {
  const kept = workspace.files.bytesOf(url.pathname.slice('/files/'.length));
  if (kept === undefined) {
    response.writeHead(404).end('There is no such file.');
    return;
  }
  response.writeHead(200, {
    'content-type': kept.file.mimetype.startsWith('text/')
      ? `${kept.file.mimetype}; charset=utf-8`
      : kept.file.mimetype,
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(kept.file.name)}`,
    'x-content-type-options': 'nosniff',
  });
  response.end(kept.bytes);
}

async function bytesIn(contentType: string, body: Buffer): Promise<Buffer | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  for (const part of form.values()) {
    return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
  }
  return undefined;
}
