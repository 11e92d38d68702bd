import type { IncomingMessage } from 'node:http';
import { tryJson } from '../../slack/json.ts';

/** A modal with every field full is far below. */
const MOST_BYTES = 1_000_000;

/**
 * The JSON that was sent; undefined for anything else. The type must be JSON's: a form of another site could send the
 * same bytes as text without asking the browser first.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(part);
  }
  return tryJson(Buffer.concat(chunks).toString());
}
