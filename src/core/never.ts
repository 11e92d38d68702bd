/** The net under an exhaustive switch: a forgotten case is a compile error, and a loud one at run time. */
export function never(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
