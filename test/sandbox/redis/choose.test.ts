import { describe, expect, test } from 'vitest';
import { type Machine, waysToRedis } from '../../../sandbox/redis/choose.ts';
import { librariesIn } from '../../../sandbox/redis/debian-packages.ts';

function machine(options: { url?: string; has?: readonly string[]; dockerAnswers?: boolean }): Machine {
  const has = options.has ?? [];
  return {
    redisUrl: options.url,
    find: (command) => (has.includes(command) ? `/bin/${command}` : null),
    dockerAnswers: () => options.dockerAnswers ?? false,
  };
}

const apt = ['apt-get', 'apt-cache', 'dpkg'];

describe('where Redis comes from', () => {
  test.for<[string, Parameters<typeof machine>[0], string[]]>([
    ['REDIS_URL is used, whatever else is there', { url: 'redis://elsewhere', has: ['redis-server', ...apt] }, ['url']],
    ['an empty REDIS_URL is none', { url: '', has: ['redis-server'] }, ['binary']],
    ['an installed server is used, and nothing is downloaded', { has: ['redis-server', ...apt, 'docker'] }, ['binary']],
    ['valkey is as good', { has: ['valkey-server', ...apt] }, ['binary']],
    ['without one, packages are unpacked', { has: apt }, ['packages']],
    [
      'and docker stands by when its daemon answers',
      { has: [...apt, 'docker'], dockerAnswers: true },
      ['packages', 'docker'],
    ],
    ['docker alone', { has: ['docker'], dockerAnswers: true }, ['docker']],
    ['docker without its daemon is no way', { has: ['docker'] }, []],
    ['half of apt is no way', { has: ['apt-get', 'dpkg'] }, []],
  ])('%s', ([, options, kinds]) => {
    expect(waysToRedis(machine(options)).map(({ kind }) => kind)).toEqual(kinds);
  });
});

test('the libraries of a package are those it depends on, not what it suggests or replaces, and not the C library', () => {
  const depends = [
    'redis-tools',
    '  Depends: adduser',
    '  Depends: libc6',
    '  Depends: libjemalloc2',
    '  Depends: libssl3',
    '  Depends: libsystemd0',
    '    libelogind0',
    '  Breaks: redis-server',
    '  Suggests: libruby',
    '  Replaces: redis-server',
  ].join('\n');
  expect(librariesIn(depends)).toEqual(['libjemalloc2', 'libssl3', 'libsystemd0']);
});
