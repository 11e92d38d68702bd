import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ZodError } from 'zod';
import { addressOf, refusalOf } from '../../loopback-guard.ts';
import type { GoogleModel } from '../model.ts';
import { answerRest } from '../rest/rest.ts';
import { RpcError } from '../rpc-error.ts';
import { resolveAddress } from './addresses.ts';
import { control } from './control.ts';
import { answerAs, type HttpAnswer } from './revision-endpoints.ts';

type HttpFront = { url: string; close: () => Promise<void> };

/** The addresses of services and tags, the control end point and Google's REST APIs, on one loopback port. */
export async function startHttpFront(model: GoogleModel, port: number): Promise<HttpFront> {
  const server = createServer((request, response) => {
    void respond(model, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(body)}\n`);
    });
  });
  // gcloud takes this for its proxy, and asks it for a way to what of Google is not emulated.
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Nothing leaves the sandbox\r\nconnection: close\r\n\r\n');
  });
  const bound = await listenOnLoopback(server, port);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${bound}`, close };
}

function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

async function respond(model: GoogleModel, request: IncomingMessage): Promise<HttpAnswer> {
  try {
    const { method = 'GET' } = request;
    const refused = refusalOf(request.headers);
    if (refused !== null) return { status: 403, body: { error: refused } };
    const url = addressOf(request);
    if (url === null) return { status: 400, body: { error: 'this is no address' } };
    const body = await jsonBody(request);
    const controlled = control(model, method, url, body);
    if (controlled) return controlled;
    const addressed = resolveAddress(model, url.pathname);
    if (addressed) return answerAs(model, addressed.service, addressed.revision, method, addressed.path);
    return answerRest({ model, request, url, body });
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): HttpAnswer {
  if (error instanceof RpcError) return { status: 409, body: { error: error.message, code: error.code } };
  const isBadRequest = error instanceof ZodError || error instanceof SyntaxError;
  return { status: isBadRequest ? 400 : 500, body: { error: error instanceof Error ? error.message : String(error) } };
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return request.headers['content-type']?.includes('json') && text ? JSON.parse(text) : undefined;
}
