import { parseArgs } from 'node:util';

/**
 * Reads `--rounds 3`: every option is a number above zero with a default, `inFlight` is written `--in-flight`.
 * @throws Error that names the options there are
 */
export function readOptions<const Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  args: readonly string[] = process.argv.slice(2),
): Readonly<Record<Name, number>> {
  const names = Object.keys(defaults).filter((name): name is Name => name in defaults);
  const known = names.map((name) => `--${dashed(name)} ${defaults[name]}`).join(', ');
  const { values } = parse(names, args, known);
  const given = names.map((name) => {
    const written = values[dashed(name)];
    const value = written === undefined ? defaults[name] : Number(written);
    if (!(value > 0)) throw new Error(`--${dashed(name)} takes a number above zero; the options are: ${known}`);
    return [name, value] as const;
  });
  return { ...defaults, ...Object.fromEntries(given) };
}

function parse(names: readonly string[], args: readonly string[], known: string) {
  const options = Object.fromEntries(names.map((name) => [dashed(name), { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; the options are: ${known}`, {
      cause: error,
    });
  }
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
