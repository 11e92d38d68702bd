import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';
import { HOME } from '../home.ts';

type Program = { readonly path: string; readonly env: Readonly<Record<string, string>> };

const UNPACK = fileURLToPath(new URL('./unpack.ts', import.meta.url));

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const ADVICE = 'No browser opens: install Chromium or Google Chrome. Only tests and pictures need it.';

/**
 * Opens a headless Chromium: the one that came with `npm ci` on Linux x64, so that pictures are the same everywhere, else
 * one that is installed.
 * @throws when none opens, with what to install and what was tried.
 */
export async function openBrowser(): Promise<Browser> {
  const installed = INSTALLED.filter(existsSync).map((path) => async () => ({ path, env: {} }));
  const ways = process.platform === 'linux' && process.arch === 'x64' ? [unpacked, ...installed] : installed;
  const failures: string[] = [];
  for (const way of ways) {
    try {
      return await launch(await way());
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error([ADVICE, ...failures].join('\n'));
}

function launch({ path, env }: Program): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    env: { ...env, PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? HOME },
    // Everything it opens is ours and on loopback; a container or root has no sandbox to give.
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}

async function unpacked(): Promise<Program> {
  // Another version is unpacked beside this one.
  const folder = join(HOME, `chromium-${packageVersion()}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

function packageVersion(): string {
  const file = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'));
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

/** About two seconds and 200 MB. Several processes may do it at once: the first to finish wins. */
async function unpackInto(folder: string): Promise<void> {
  mkdirSync(HOME, { recursive: true });
  const work = mkdtempSync(join(HOME, 'chromium-unpacking-'));
  try {
    const env = { ...process.env, TMPDIR: work, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
    await promisify(execFile)(process.execPath, [UNPACK], { env, cwd: dirname(UNPACK) });
    writeFileSync(join(work, 'fonts.conf'), fontsConfig(folder));
    renameSync(work, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The machine's fonts, emoji among them, and the one of the package for a machine that has none. */
function fontsConfig(unpackedTo: string): string {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(unpackedTo, 'fonts')];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${folder}</dir>`),
    // What "monospace" and "sans-serif" mean there.
    '  <include ignore_missing="yes">/etc/fonts/conf.d</include>',
    `  <cachedir>${join(unpackedTo, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}
