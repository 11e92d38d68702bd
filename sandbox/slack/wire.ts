import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, refusalOf } from '../loopback-guard.ts';
import { type ControlParts, obey, report } from './control.ts';
import { serveFile, takeUpload, uploadPath } from './file-routes.ts';
import { isObject, tryJson } from './json.ts';
import { showReply } from './people/reply.ts';
import { readArguments } from './read-arguments.ts';
import { SlackError } from './slack-error.ts';
import type { WebApi } from './web-api.ts';

export type WireParts = ControlParts & { api: WebApi };

/** Everything of Slack that is reached over HTTP, on one port: the Web API, response URLs, permalinks, the control. */
export function createWire(parts: WireParts): Server {
  return createServer((request, response) => {
    const refused = refusalOf(request.headers);
    const url = addressOf(request);
    if (refused !== null || url === null) {
      response.writeHead(refused === null ? 400 : 403, { 'content-type': 'text/plain' });
      response.end(refused ?? 'This is no address.');
      return;
    }
    answer(parts, url, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.stack : String(error));
    });
  });
}

async function answer(parts: WireParts, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await readBody(request);
  const body = bytes.toString();
  if (url.pathname === '/control') return control(parts, request.method ?? 'GET', body, response);
  if (parts.faults.isAway) {
    request.socket.destroy();
    return;
  }
  if (url.pathname.startsWith('/api/')) return callApi(parts, url, request, body, response);
  if (url.pathname.startsWith('/actions/')) return respond(parts, url.pathname, body, response);
  if (url.pathname.startsWith(uploadPath)) return takeUpload(parts, url, request, bytes, response);
  if (url.pathname.startsWith('/files/')) return serveFile(parts, url, response);
  if (url.pathname.startsWith('/archives/')) return showPermalink(parts, url, response);
  response.writeHead(404).end('There is nothing here.');
}

async function callApi(
  { api }: WireParts,
  url: URL,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const args = readArguments(url.searchParams, request.headers['content-type'] ?? '', body);
  const bearer = request.headers.authorization?.replace(/^Bearer /, '');
  const reply = api.call(url.pathname.slice('/api/'.length), bearer, args);
  if (reply.delayMs > 0) await sleep(reply.delayMs);
  if (reply.isLost) {
    request.socket.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
  response.end(JSON.stringify(reply.body));
}

function respond({ workspace }: WireParts, path: string, body: string, response: ServerResponse): void {
  const payload = tryJson(body);
  try {
    const target = workspace.responseUrls.use(path);
    if (!isObject(payload)) throw new SlackError('invalid_payload');
    showReply(workspace, target, payload);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const isGone = error.code === 'expired_url' || error.code === 'used_url';
    response.writeHead(isGone ? 404 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error: error.code, ...error.fields }));
  }
}

/** A permalink shows the thread as text, for a sandbox without a page. */
function showPermalink({ workspace }: WireParts, url: URL, response: ServerResponse): void {
  const [, , channelId = '', digits = ''] = url.pathname.split('/');
  const message = workspace.conversations.find(channelId, digits.replace(/^p(\d+)(\d{6})$/, '$1.$2'));
  const root = workspace.conversations.find(channelId, message?.threadTs ?? message?.ts ?? '');
  if (message === undefined || message.isDeleted || root === undefined || root.isDeleted) {
    response.writeHead(404).end('There is no such message.');
    return;
  }
  const thread = workspace.printThread(channelId, root.ts);
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`${thread}\n`);
}

function control(parts: WireParts, method: string, body: string, response: ServerResponse): void {
  const complaint = method === 'POST' ? obey(parts, tryJson(body)) : undefined;
  response.writeHead(complaint === undefined ? 200 : 400, { 'content-type': 'application/json' });
  response.end(JSON.stringify(complaint === undefined ? report(parts) : { error: complaint }));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
