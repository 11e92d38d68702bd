import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('../client', import.meta.url));
/** The page, and the one on which messages are drawn without a server. */
const PAGES = ['index.html', 'gallery.html'];
/** What the bundle is made from: our own files, and the lock for those of others. */
const SOURCES = [
  CLIENT,
  fileURLToPath(new URL('../protocol', import.meta.url)),
  fileURLToPath(new URL('../../../package-lock.json', import.meta.url)),
];

const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * The folder with the built page, made now (about a second) unless these very sources were built into `home` before.
 * @throws with Vite's own words when the sources are wrong
 */
export async function buildPage(home: string): Promise<string> {
  // Tests get React's warnings, people its speed: never one from the cache of the other.
  const folder = join(home, `page-${process.env['NODE_ENV'] ?? 'production'}-${hashOf(SOURCES)}`);
  if (existsSync(folder)) {
    keepPage(folder);
    return folder;
  }
  mkdirSync(home, { recursive: true });
  const work = mkdtempSync(join(home, 'building-'));
  try {
    // Vite takes half a second to load: only who has to build pays for it.
    const { build } = await import('vite');
    await build({
      root: CLIENT,
      configFile: false,
      logLevel: 'error',
      // Nothing is inlined: the page's policy lets fonts come from the server alone.
      build: {
        outDir: work,
        emptyOutDir: true,
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 4_000,
        rolldownOptions: { input: PAGES.map((page) => join(CLIENT, page)) },
      },
    });
    moveOver(work, folder);
    forgetOld(home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** Marks a folder as in use for another day: whoever builds other sources would take it for forgotten. */
export function keepPage(folder: string): void {
  const now = new Date();
  utimesSync(folder, now, now);
}

/** Those that nobody uses any more, and what an ended process left half built. */
function forgetOld(home: string): void {
  for (const name of readdirSync(home).filter((each) => /^(page|building)-/.test(each))) {
    const path = join(home, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** In one step, so that nobody finds half a page; who built the same at the same time and came first has won. */
function moveOver(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesIn)) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

function filesIn(path: string): string[] {
  if (path.endsWith('.json')) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
