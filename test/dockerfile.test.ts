import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';

const text = readFileSync('Dockerfile', 'utf8');

/** Each instruction on one line, as Docker reads it. */
const instructions = text
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '');
const stages = instructions.reduce<string[][]>((list, line) => {
  if (line.startsWith('FROM ')) list.push([]);
  list.at(-1)?.push(line);
  return list;
}, []);
const [packages = [], image = []] = stages;

const position = (start: string) => image.findIndex((line) => line.startsWith(start));

test('the Dockerfile has no mistake that a linter sees', () => {
  expect(validate(text)).toEqual([]);
});

test('a linter would see one', () => {
  expect(validate(text.replace('WORKDIR /app', 'WORKDIR app'))).not.toEqual([]);
});

describe('the image', () => {
  test('is made in two stages from the slim image of the Node that we run', () => {
    const version = /"node": "\^(\d+)\./.exec(readFileSync('package.json', 'utf8'))?.[1];
    const base = `FROM node:${version}-bookworm-slim`;
    expect(stages.map(([from]) => from)).toEqual([`${base} AS packages`, base]);
  });

  test('has the locked production packages without install scripts, types and maps', () => {
    const install = packages.find((line) => line.startsWith('RUN npm '));
    expect(install).toMatch(/^RUN npm ci --omit=dev --omit=optional --ignore-scripts && find node_modules .* -delete$/);
    for (const ending of ['*.d.ts', '*.map', '*.md']) expect(install).toContain(`-name '${ending}'`);
  });

  test('holds the packages, src, commands and jobs, and nothing else', () => {
    expect(image.filter((line) => /^(COPY|ADD) /.test(line))).toEqual([
      'COPY --from=packages /app/node_modules node_modules',
      'COPY package.json ./',
      'COPY src src',
      'COPY commands commands',
      'COPY jobs jobs',
    ]);
  });

  test('is sent no more than that to be built', () => {
    const lines = readFileSync('.dockerignore', 'utf8').split('\n');
    const [first, ...rest] = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(rest).toEqual(['!package.json', '!package-lock.json', '!.npmrc', '!src', '!commands', '!jobs']);
  });

  test('runs without root, and compiles both processes as the user who runs them', () => {
    const [cacheFolder, user, warm] = [position('RUN install'), position('USER '), position('RUN node')];
    expect(image[user]).toBe('USER 1000:1000');
    expect(image[cacheFolder]).toBe('RUN install -d -o 1000 -g 1000 /var/cache/slipway');
    expect(image[position('ENV ')]).toContain('NODE_COMPILE_CACHE=/var/cache/slipway');
    expect(image[warm]).toBe('RUN node src/web.ts --warm && node src/worker.ts --warm');
    expect([position('ENV '), cacheFolder, user, warm]).toEqual(
      [position('ENV '), cacheFolder, user, warm].toSorted((a, b) => a - b),
    );
  });

  test('starts the web process, and holds no secret', () => {
    expect(image.at(-1)).toBe('CMD ["node", "src/web.ts"]');
    expect(text).not.toMatch(/TOKEN|SECRET|PASSWORD/);
  });
});
