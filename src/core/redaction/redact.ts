import type { Redaction } from '../catalog.ts';
import { plainText } from '../plain-text.ts';
import { isSecretValue } from './secret-value.ts';

/** `mask` gets the whole match and its groups and gives what is shown instead; null leaves the match as it is. */
type Rule = { readonly pattern: RegExp; readonly mask: (match: readonly string[]) => string | null };

const by = (name: string) => () => `[${name}]`;

/** Kinds that are known by their own look, wherever they stand. */
const KNOWN_BY_LOOK: readonly Rule[] = [
  {
    // To the end of the text where the end line is missing: a cut key is a key.
    pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    mask: by('private key'),
  },
  { pattern: /\beyJ[\w-]{8,4096}\.[\w-]{8,8192}(?:\.[\w-]{0,4096})?/g, mask: by('JWT') },
  {
    pattern: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,512}|\bxapp-\d-[\w-]{8,512}|\bhooks\.slack\.com\/[\w/-]{8,256}/gi,
    mask: by('Slack token'),
  },
  {
    pattern: /\bAIza[\w-]{30,60}|\bya29\.[\w.-]{16,2048}|\b1\/\/0[\w-]{20,512}|\bGOCSPX-[\w-]{16,64}/g,
    mask: by('Google key'),
  },
  { pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/g, mask: by('AWS key') },
  { pattern: /\bgh[pousr]_\w{20,255}|\bgithub_pat_\w{20,255}/g, mask: by('GitHub token') },
  {
    pattern:
      /\b(?:sk|rk|pk|whsec)_(?:live_|test_)?\w{16,255}|\bsk-[\w-]{20,255}|\bSG\.[\w-]{16,64}\.[\w-]{16,128}|\b(?:glpat-|npm_|dop_v1_|hv[sb]\.|shp(?:at|ss|ca)_)[\w-]{20,255}/g,
    mask: by('API key'),
  },
];

/** Kinds that are known by what stands beside them. */
const KNOWN_BY_PLACE: readonly Rule[] = [
  {
    pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/:@"'<>]{0,128}:[^\s@"'<>]{1,256}@/gi,
    mask: ([, scheme]) => `${scheme}[password]@`,
  },
  {
    pattern: /\b(Bearer)(\s{1,4}|%20)([\w.~+/=-]{8,4096})/gi,
    mask: ([, scheme, gap, value = '']) => (isOpaque(value) ? `${scheme}${gap}[bearer token]` : null),
  },
  {
    pattern: /\b(Basic|Digest)(\s{1,4})([\w.~+/=-]{8,4096})/gi,
    mask: ([, scheme, gap, value = '']) => (isOpaque(value) ? `${scheme}${gap}[password]` : null),
  },
  {
    pattern:
      /\b(authorization\\{0,2}["']?\s{0,3}[:=]\s{0,3}\\{0,2}["']?(?:[a-z][\w-]{1,30}\s{1,3})?)([\w.~+/=-]{8,4096})/gi,
    mask: ([, start, value = '']) => (isOpaque(value) ? `${start}[password]` : null),
  },
];

const SECRET_KEY =
  '[\\w.-]{0,40}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|(?:access|account|private|signing|encryption|master|shared|subscription)[_-]?key|credential|cookie|session[_-]?id|\\bsid|signature|\\bsig)s?[\\w-]{0,20}';
const QUOTE = '\\\\{0,3}["\']';

/** `key = value`, `"key": "value"`, `key 'value'`, `--key value`, `?key=value`. */
const KNOWN_BY_NAME: readonly Rule[] = [
  {
    pattern: new RegExp(
      `((${SECRET_KEY})(?:${QUOTE})?\\s{0,3}(?:=>|=|:|\\s)\\s{0,3}(\\\\{0,3}["']))([^"'\\n]{3,1024}?)(\\\\{0,3}["'])`,
      'gi',
    ),
    mask: ([, start, key = '', , value = '', end]) => (isSecretValue(key, value) ? `${start}[password]${end}` : null),
  },
  {
    pattern: new RegExp(`((${SECRET_KEY})(?:${QUOTE})?\\s{0,3}(?:=>|=|:)\\s{0,3})([^\\s"',;&})\\]]{3,1024})`, 'gi'),
    mask: ([, start, key = '', value = '']) => (isSecretValue(key, value) ? `${start}[password]` : null),
  },
  {
    pattern: new RegExp(`(--?(${SECRET_KEY})\\s{1,3})([^\\s"',;&})\\]-][^\\s"',;&})\\]]{2,1024})`, 'gi'),
    mask: ([, start, key = '', value = '']) => (isSecretValue(key, value) ? `${start}[password]` : null),
  },
  { pattern: /([?&](?:key|code|auth)=)[^&\s"'<>]{6,1024}/gi, mask: ([, start]) => `${start}[password]` },
  { pattern: /\b[\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi, mask: by('email') },
  {
    // Lines of a key or token that was logged in pieces; digests in hex have one case only and stay.
    pattern: /(?<![\w+/])[\w+/]{60,4096}={0,2}/g,
    mask: ([text = '']) => (isKeyMaterial(text) ? '[long key]' : null),
  },
];

const RULES = [...KNOWN_BY_LOOK, ...KNOWN_BY_PLACE, ...KNOWN_BY_NAME];

/** More of one text is never shown, so more is not searched. */
const LONGEST_TEXT = 16_000;

/**
 * What may be stored, queued or posted of a text that others wrote: readable, and with secrets of the common kinds
 * replaced by their name in brackets. Every repetition is bounded, so no input makes it slow.
 */
export function redact(text: string): string {
  return follow(RULES, text);
}

function follow(rules: readonly Rule[], text: string): string {
  return rules.reduce(
    (shown, { pattern, mask }) =>
      shown.replace(pattern, (...found: readonly unknown[]) => {
        const match = found.map((part) => (typeof part === 'string' ? part : ''));
        return mask(match) ?? match[0] ?? '';
      }),
    plainText(text.slice(0, LONGEST_TEXT)),
  );
}

/** The same with what the catalog adds; its own rules come first, so that ours leave them nothing half. */
export function redactorOf({ rules }: Redaction): (text: string) => string {
  const own = rules.map(({ name, pattern }): Rule => ({ pattern: new RegExp(pattern, 'gu'), mask: by(name) }));
  const all = [...own, ...RULES];
  return (text) => follow(all, text);
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

/** More than a plain word: "Bearer authentication failed" names no token. */
function isOpaque(value: string): boolean {
  return value.length >= 20 || /\d|[+/=]|[a-z][A-Z]/.test(value);
}

/** Random letters of both cases and digits; a path has a slash every few letters, random text one in 64. */
function isKeyMaterial(text: string): boolean {
  const slashes = text.split('/').length - 1;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && slashes <= text.length / 20;
}
