import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

type Program = { readonly path: string; readonly env: Readonly<Record<string, string>> };

const HOME = fileURLToPath(new URL('../../.slipway', import.meta.url));
/** Names the folder, so that another version is unpacked beside this one. */
const UNPACKED = join(HOME, 'chromium-153');
const UNPACK = fileURLToPath(new URL('./unpack.ts', import.meta.url));

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Opens a headless Chromium: the one that came with `npm ci` on Linux x64, so that pictures are the same everywhere, else
 * one that is installed.
 * @throws when there is none, with what to install.
 */
export async function openBrowser(): Promise<Browser> {
  const { path, env } = await findProgram();
  return chromium.launch({
    executablePath: path,
    env: { ...env, PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? HOME },
    // Everything it opens is ours and on loopback; a container or root has no sandbox to give.
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}

async function findProgram(): Promise<Program> {
  if (process.platform === 'linux' && process.arch === 'x64') return unpacked();
  const path = INSTALLED.find(existsSync);
  if (path === undefined)
    throw new Error('No browser found: install Chromium or Google Chrome. Only tests and pictures need it.');
  return { path, env: {} };
}

async function unpacked(): Promise<Program> {
  if (!existsSync(UNPACKED)) await unpack();
  return {
    path: join(UNPACKED, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(UNPACKED, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(UNPACKED, 'fonts.conf'),
    },
  };
}

/** About two seconds and 200 MB. Several processes may do it at once: the first to finish wins. */
async function unpack(): Promise<void> {
  mkdirSync(HOME, { recursive: true });
  const folder = mkdtempSync(join(HOME, 'chromium-unpacking-'));
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  await promisify(execFile)(process.execPath, [UNPACK], { env, cwd: dirname(UNPACK) });
  writeFileSync(join(folder, 'fonts.conf'), fontsConfig());
  try {
    renameSync(folder, UNPACKED);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(UNPACKED)) throw error;
  }
}

/** The machine's fonts, emoji among them, and the one of the package for a machine that has none. */
function fontsConfig(): string {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(UNPACKED, 'fonts')];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${folder}</dir>`),
    // What "monospace" and "sans-serif" mean there.
    '  <include ignore_missing="yes">/etc/fonts/conf.d</include>',
    `  <cachedir>${join(UNPACKED, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}
