import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMS } from '../../../src/core/judge/params.ts';
import { readTurned, turnedText } from '../../../src/core/judge/turned.ts';

describe('parameters of the judge, as they are typed,', () => {
  test.for([
    ['alpha=0.001', { alpha: 0.001 }],
    ['alpha=0.001, margin=2', { alpha: 0.001, margin: 2 }],
    ['alpha=1e-3,fewestWindows=0', { alpha: 0.001, fewestWindows: 0 }],
  ] as const)('%s are read', ([text, turned]) => {
    expect(readTurned(text)).toEqual({ turned });
  });

  test.for([
    ['alfa=0.001', 'The judge has no parameter "alfa".'],
    ['toString=1', 'The judge has no parameter "toString".'],
    ['', 'The judge has no parameter "".'],
    ['alpha=0.001,', 'The judge has no parameter "".'],
    ['alpha', 'The judge\'s alpha is a number from 0 on, not "".'],
    ['alpha=', 'The judge\'s alpha is a number from 0 on, not "".'],
    ['alpha=much', 'The judge\'s alpha is a number from 0 on, not "much".'],
    ['alpha=-1', 'The judge\'s alpha is a number from 0 on, not "-1".'],
    ['alpha=1=2', 'The judge\'s alpha is a number from 0 on, not "1=2".'],
    ['alpha=Infinity', 'The judge\'s alpha is a number from 0 on, not "Infinity".'],
  ] as const)('%s are refused, with all there are', ([text, wrong]) => {
    const read = readTurned(text);
    const problem = 'problem' in read ? read.problem : '';
    expect(problem.split('\n')[0]).toBe(`${wrong} It has, with their defaults:`);
    for (const [name, value] of Object.entries(DEFAULT_PARAMS)) expect(problem).toContain(`  ${name}=${value}`);
  });

  test('are told as they are typed', () => {
    expect(turnedText({ alpha: 0.001, margin: 2 })).toBe('alpha=0.001, margin=2');
  });
});
