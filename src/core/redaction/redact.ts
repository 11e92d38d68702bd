import type { Redaction } from '../catalog.ts';
import { plainText } from '../plain-text.ts';
import { addresses } from './addresses.ts';
import { cookies, headers } from './headers.ts';
import { keyShapes } from './key-shapes.ts';
import { namedSecrets } from './named-secrets.ts';
import { opaque } from './opaque.ts';
import { accounts, cards, mail, phone, socialNumbers } from './people.ts';
import { percentEncoded } from './percent-encoded.ts';
import { commandLines, sentences } from './prose.ts';
import { by, type Rule, type Step, stepOf } from './step.ts';
import { tokens } from './tokens.ts';
import { hooks, userInfo } from './urls.ts';
import { vendorKeys } from './vendor-keys.ts';

/** The surest first: what a later step finds beside a name may already have been named better. */
const PLAIN: readonly Step[] = [
  tokens,
  hooks,
  vendorKeys,
  keyShapes,
  userInfo,
  headers,
  cookies,
  namedSecrets,
  commandLines,
  sentences,
  mail,
  cards,
  socialNumbers,
  accounts,
  phone,
  opaque,
];

const STEPS: readonly Step[] = [percentEncoded((text) => inTurn(PLAIN, text)), ...PLAIN];

/** More of one text is never shown, so more is not searched. */
const LONGEST_TEXT = 16_000;
/** As much as a secret at the cut may have left before it. */
const LONGEST_END = 2_000;

/**
 * What may be stored, queued or posted of a text that others wrote: readable, and with secrets of the common kinds
 * replaced by their name in brackets. Every repetition is bounded, so no input makes it slow.
 */
export function redact(text: string): string {
  return follow(STEPS, text);
}

/** The same with what the catalog adds; its own rules come first, so that ours leave them nothing half. */
export function redactorOf({ ips, rules }: Redaction): (text: string) => string {
  const own = rules.map(({ name, pattern }): Rule => ({ pattern: new RegExp(pattern, 'gu'), mask: by(name) }));
  const steps = [stepOf(null, own), ...STEPS, ...(ips === 'remove' ? [addresses] : [])];
  return (text) => follow(steps, text);
}

/** By the catalog as it is at the time: it may change while a process runs. */
export function redactAs(catalog: () => { readonly redaction: Redaction }): (text: string) => string {
  let known: Redaction | null = null;
  let redactor = redact;
  return (text) => {
    const { redaction } = catalog();
    if (redaction !== known) {
      redactor = redactorOf(redaction);
      known = redaction;
    }
    return redactor(text);
  };
}

function follow(steps: readonly Step[], text: string): string {
  const plain = cut(plainText(text.slice(0, LONGEST_TEXT)), text.length > LONGEST_TEXT);
  return inTurn(steps, plain);
}

/** The whole of a text, however long it is. */
export function redactWhole(text: string): string {
  return inTurn(STEPS, text);
}

function inTurn(steps: readonly Step[], text: string): string {
  return steps.reduce((shown, step) => step(shown), text);
}

/** Half a token is not known for one: a long text ends before the word it was cut in. */
function cut(text: string, isCut: boolean): string {
  if (!isCut) return text;
  const end = text.slice(-LONGEST_END).search(/\s\S*$/);
  return end === -1 ? text : text.slice(0, text.length - Math.min(text.length, LONGEST_END) + end);
}
