/** The value that this share of all values does not exceed (nearest rank); NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** null: there is none, because what it is about did not happen. */
type Figure = number | null | Readonly<Record<string, number>>;

/** The last line of every benchmark, for a machine to read. */
export function resultLine(figures: Readonly<Record<string, Figure>>): string {
  return `${JSON.stringify(figures)}\n`;
}

/** A line for people, above it. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs a benchmark to its end; what it started must not keep the process alive. */
export function finish(bench: Promise<void>): void {
  bench.then(
    () => process.exit(),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
}
