/** Why a regular expression of the catalog cannot be used on text that others wrote; null where it can. */
export function patternProblem(written: string): string | null {
  const compiled = compile(written);
  if (typeof compiled === 'string') return compiled;
  if (compiled.test('')) return 'matches the empty text, and so everywhere: say what must be there';
  return null;
}

function compile(written: string): RegExp | string {
  try {
    return new RegExp(written, 'u');
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}
