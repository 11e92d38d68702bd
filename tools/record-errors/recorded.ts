/** What one failing program wrote, and which of the crashes it was. */
export type Recorded = {
  readonly language: string;
  readonly crash: string;
} & ({ readonly text: string } | { readonly json: unknown });

/** Lines of JSON are entries of their own, as Cloud Run takes them; everything else that was written is one text. */
export function recordedOf(
  language: string,
  crash: string,
  written: string,
  places: readonly (readonly [from: string, to: string])[],
): readonly Recorded[] {
  const neutral = places.reduce((all, [from, to]) => all.replaceAll(from, to), written);
  const lines = neutral.split('\n');
  const entries = lines.filter((line) => line.startsWith('{"'));
  const text = lines
    .filter((line) => !line.startsWith('{"'))
    .join('\n')
    .trim();
  return [
    ...entries.map((line) => ({ language, crash, json: JSON.parse(line) as unknown })),
    ...(text === '' ? [] : [{ language, crash, text }]),
  ];
}
