import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;

/** Every file beside this one is a benchmark of that name; what they share is kept in folders. */
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [name = '', ...options] = process.argv.slice(2);
if (names.includes(name)) {
  const bench = spawn(process.execPath, [join(FOLDER, `${name}.ts`), ...options], { stdio: 'inherit' });
  const [code] = await once(bench, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
} else {
  const complaint = name === '' ? '' : `There is no benchmark ${name}. `;
  process.stderr.write(`${complaint}npm run bench -- NAME [options], where NAME is one of: ${names.join(', ')}\n`);
  process.exitCode = 1;
}
