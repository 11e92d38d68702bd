import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Answer } from './answer.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Nothing from elsewhere is loaded, and no other page can frame this one to have its buttons pressed. */
const SAFE = {
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self' ws:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** The page itself, the same at every address that leads to it; it reads the address. */
export async function pageAnswer(folder: string): Promise<Answer> {
  const body = await readFile(join(folder, 'index.html'));
  return { status: 200, headers: { ...SAFE, 'content-type': TYPES['.html'] ?? '', 'cache-control': 'no-cache' }, body };
}

/** A built file. Vite puts a hash into its name, so a browser may keep it for good. Null when there is none. */
export async function assetAnswer(folder: string, name: string): Promise<Answer | null> {
  if (!/^[\w.-]+$/.test(name)) return null;
  const body = await readFile(join(folder, 'assets', name)).catch(() => null);
  if (body === null) return null;
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const headers = { ...SAFE, 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' };
  return { status: 200, headers, body };
}

/** A text of the project, to read as it is written. */
export async function textAnswer(path: string): Promise<Answer> {
  const headers = { ...SAFE, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' };
  return { status: 200, headers, body: await readFile(path) };
}
