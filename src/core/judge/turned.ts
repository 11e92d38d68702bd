import { DEFAULT_PARAMS, type JudgeParams } from './params.ts';

/** Parameters of the judge that somebody turned; the others stand as they are. */
export type Turned = Partial<JudgeParams>;

/** Reads `alpha=0.001,margin=2`; a problem is a sentence that says what there is to turn. */
export function readTurned(text: string): { readonly turned: Turned } | { readonly problem: string } {
  const pairs = text.split(',').map((part) => part.trim().split('='));
  const unreadable = pairs.find(
    ([name = '', value = '', ...more]) => !isParam(name) || !isNumber(value) || more.length > 0,
  );
  if (unreadable) return { problem: problemOf(unreadable) };
  return { turned: Object.fromEntries(pairs.map(([name = '', value = '']) => [name, Number(value)])) };
}

/** "alpha=0.001, margin=2". */
export function turnedText(turned: Readonly<Record<string, number>>): string {
  return Object.entries(turned)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

function isParam(name: string): boolean {
  return Object.hasOwn(DEFAULT_PARAMS, name);
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value)) && Number(value) >= 0;
}

function problemOf([name = '', ...value]: readonly string[]): string {
  const wrong = isParam(name)
    ? `The judge's ${name} is a number from 0 on, not "${value.join('=')}".`
    : `The judge has no parameter "${name}".`;
  return `${wrong} It has, with their defaults:\n  ${turnedText(DEFAULT_PARAMS).replaceAll(', ', '\n  ')}`;
}
