import { BARE_CONTEXTS, CONTEXTS, type Context, HEADERS } from './contexts.ts';
import { ALNUM, diceOf } from './dice.ts';
import { KINDS, type Kind } from './kinds.ts';

/** A text and what must not be seen of it; `what` tells which kind stood where. */
export type Case = { readonly what: string; readonly text: string; readonly secrets: readonly string[] };

/** Names that tell nothing of what stands beside them. */
const DULL = ['detail', 'value', 'input', 'X-Extra', 'customer'] as const;

/** Every kind of secret in every context, a few times with other dice. */
export function plantedCases(seeds: number): readonly Case[] {
  return Array.from({ length: seeds }, (_, seed) => KINDS.flatMap((kind) => casesOf(kind, seed + 1))).flat();
}

function casesOf(kind: Kind, seed: number): readonly Case[] {
  const dice = diceOf(seed * 7_919 + kind.kind.length * 104_729 + kind.kind.charCodeAt(0));
  const contexts = kind.by === 'look' ? [...CONTEXTS, ...BARE_CONTEXTS] : CONTEXTS;
  const named = contexts.map((context) => {
    const name = kind.by === 'look' ? dice.of(DULL) : dice.of(kind.names);
    return caseOf(kind.kind, context, name, kind.make(dice));
  });
  if (kind.kind !== 'password') return named;
  return [...named, ...HEADERS.map((context) => caseOf('nameless', context, '', dice.word(20, ALNUM)))];
}

function caseOf(kind: string, { context, write }: Context, name: string, secret: string): Case {
  return { what: `${kind}, ${context}`, text: write(name, secret), secrets: [whatIsSecret(kind, secret)] };
}

/** Of an address the password alone, of a block of lines the longest of them. */
function whatIsSecret(kind: string, secret: string): string {
  if (kind === 'Sentry address') return /\/\/(\w+)@/.exec(secret)?.[1] ?? secret;
  if (kind === 'Slack hook') return secret.slice(secret.lastIndexOf('/') + 1);
  if (kind.endsWith('address') && kind !== 'mail address') return /:([^:@]+)@/.exec(secret)?.[1] ?? secret;
  if (!kind.endsWith('private key')) return secret;
  return secret.split(/\\n|\n/).toSorted((one, other) => other.length - one.length)[0] ?? secret;
}

const LEAST_OF_A_PART = 8;

/**
 * Whether any of the secrets can still be read, whole or half, as it was or as JSON and addresses write it. What stands in
 * the rest of the text too tells nothing.
 */
export function leaks({ text, secrets }: Pick<Case, 'text' | 'secrets'>, shown: string): boolean {
  return secrets.flatMap(spellings).some((secret) => {
    const rest = text.replaceAll(secret, '\n');
    return partsOf(secret).some((part) => shown.includes(part) && !rest.includes(part));
  });
}

function spellings(secret: string): string[] {
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

function partsOf(secret: string): string[] {
  const length = Math.max(LEAST_OF_A_PART, Math.ceil(secret.length / 2));
  if (secret.length <= length) return [secret];
  return Array.from({ length: secret.length - length + 1 }, (_, from) => secret.slice(from, from + length));
}
