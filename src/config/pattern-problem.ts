import { isSafePattern } from 'redos-detector';

/** How often one character may be looked at again, and how long that is searched for: the same answer on every machine. */
const LIMITS = { maxScore: 200, maxSteps: 2_500 };

/** The same patterns come again with every change of the file, and a look at one takes up to a third of a second. */
const seen = new Map<string, string | null>();
const MOST_SEEN = 200;

/** Why a regular expression of the catalog cannot be used on text that others wrote; null where it can. */
export function patternProblem(written: string): string | null {
  const known = seen.get(written);
  if (known !== undefined) return known;
  const problem = problemOf(written);
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(written, problem);
  return problem;
}

function problemOf(written: string): string | null {
  const compiled = compile(written);
  if (typeof compiled === 'string') return compiled;
  if (compiled.test('')) return 'matches the empty text, and so everywhere: say what must be there';
  if (isQuick(written)) return null;
  return 'may take very long on a text that nearly matches: begin it with fixed letters, and say how often at most something is repeated, as in {1,64}';
}

function compile(written: string): RegExp | string {
  try {
    return new RegExp(written, 'u');
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What looks behind, has a name or folds case is as quick as the same group alone; the detector does not read it. */
const GROUPS = /\(\?(?:<[=!]|<\w{1,64}>|[ims]{0,3}(?:-[ims]{1,3})?:)/g;
const LETTERS = /\\p\{[^}]{0,64}\}|\\.|[A-Z]/giu;

function isQuick(written: string): boolean {
  const pattern = written.replace(GROUPS, '(?:');
  try {
    return isSafePattern(written.includes('(?i') ? inOneCase(pattern) : pattern, { ...LIMITS, unicode: true }).safe;
  } catch {
    // Newer syntax than the detector knows.
    return false;
  }
}

/** Where case is folded, `a` and `A` meet. */
function inOneCase(pattern: string): string {
  return pattern.replace(LETTERS, (letter) => (letter.startsWith('\\') ? letter : letter.toLowerCase()));
}
