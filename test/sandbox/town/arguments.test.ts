import { expect, test } from 'vitest';
import { readArguments } from '../../../sandbox/town/arguments.ts';

const usual = { port: 4400, transport: 'http', webs: 1, workers: 1, example: 'default', isSlow: false };

test.for([
  ['', {}],
  ['--http', {}],
  ['--socket-mode', { transport: 'socket' }],
  ['--port 4401', { port: 4401 }],
  ['--port=0 --webs 2 --workers=3', { port: 0, webs: 2, workers: 3 }],
  ['--example small --slow', { example: 'small', isSlow: true }],
] as const)('"%s" is understood', ([typed, differs]) => {
  expect(read(typed)).toEqual({ kind: 'run', wanted: { ...usual, ...differs } });
});

test.for([
  ['--help', 'help'],
  ['-h --port many', 'help'],
] as const)('"%s" asks for help', ([typed, kind]) => expect(read(typed).kind).toBe(kind));

test.for([
  ['--sloow', /^Unknown option '--sloow'$/],
  ['now', /^Unexpected argument 'now'/],
  ['--port', /--port/],
  ['--slow=yes', /--slow/],
  ['--http --socket-mode', /^Choose --http or --socket-mode, not both$/],
  ['--port many', /^--port takes a number from 0 to 65535, not "many"$/],
  ['--port 65536', /not "65536"/],
  ['--port -1', /--port/],
  ['--webs 0 --workers 1.5', /^--webs takes a number from 1 to 8, not "0"\n--workers takes .*, not "1.5"$/],
  ['--example moon', /^There is no example "moon"; there are: default, small$/],
] as const)('"%s" is refused, and told what is wrong', ([typed, because]) => {
  expect(read(typed)).toEqual({ kind: 'wrong', because: expect.stringMatching(because) });
});

function read(typed: string) {
  return readArguments(typed.split(' ').filter(Boolean), ['default', 'small']);
}
