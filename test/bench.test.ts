import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../bench/measure/options.ts';
import { quantile, resultLine, rounded } from '../bench/measure/result.ts';

const defaults = { rounds: 4, inFlight: 32 };

describe('the options of a benchmark', () => {
  test.each<[string, string[], Record<string, number>]>([
    ['none', [], { rounds: 4, inFlight: 32 }],
    ['one', ['--rounds', '2'], { rounds: 2, inFlight: 32 }],
    ['of two words', ['--in-flight', '8'], { rounds: 4, inFlight: 8 }],
    ['with an equals sign', ['--rounds=1'], { rounds: 1, inFlight: 32 }],
  ])('%s', (_how, args, expected) => {
    expect(readOptions(defaults, args)).toEqual(expected);
  });

  test.each([[['--rouds', '2']], [['--rounds', 'many']], [['--rounds', '0']], [['quick']]])(
    '%j is refused, and the known ones are named',
    (args) => {
      expect(() => readOptions(defaults, args)).toThrow('--rounds 4, --in-flight 32');
    },
  );
});

describe('figures', () => {
  test('a quantile is a value that was measured', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 100, 198, 200]);
  });

  test('of nothing there is none', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });

  test('stand as one JSON object on one line', () => {
    const line = resultLine({ p50Ms: rounded(12.345, 1), ratio: rounded(0.51234, 3) });
    expect(line).toBe('{"p50Ms":12.3,"ratio":0.512}\n');
  });
});

describe('npm run bench', () => {
  test('with an unknown name lists the benchmarks there are', () => {
    const { status, stderr } = spawnSync(process.execPath, ['bench/run.ts', 'nonsense'], { encoding: 'utf8' });
    const names = readdirSync('bench').flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []);
    expect(status).toBe(1);
    expect(stderr).toContain('There is no benchmark nonsense.');
    expect(names.filter((name) => name !== 'run' && !stderr.includes(name))).toEqual([]);
  });
});
