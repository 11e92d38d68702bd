import { isSaidOfSecrets } from './secret-value.ts';
import { type Rule, stepOf } from './step.ts';

const QUOTE = '(?:\\\\{0,7}["\'`]|&quot;|&#3[49];)';
/** Between a header and what it says, in JSON, in maps of Java, Go and Python, in lists of pairs and as curl shows it. */
const SAYS = `(?:${QUOTE})?\\s{0,3}(?:=>|->|[:=,])[\\s[({]{0,4}(?:[bu]?${QUOTE})?\\s{0,3}`;
const VALUE = '[\\w.~+/=:%-]';

/** More than a plain word: "Bearer authentication failed" names no token. */
function isOpaque(value: string): boolean {
  return value.length >= 20 || /\d|[+/=]|[a-z][A-Z]/.test(value);
}

const SCHEMES: readonly Rule[] = [
  {
    pattern: new RegExp(`\\b(Bearer)(\\s{1,4}|%20|\\+|:\\s?)(${VALUE}{6,4096})`, 'gi'),
    mask: ([, scheme, gap, value = '']) =>
      isOpaque(value) && !isSaidOfSecrets(value) ? `${scheme}${gap}[bearer token]` : null,
  },
  {
    pattern: new RegExp(`\\b(Basic|Digest)(\\s{1,4}|%20)(${VALUE}{6,4096})`, 'gi'),
    mask: ([, scheme, gap, value = '']) => (isCredential(value) ? `${scheme}${gap}[password]` : null),
  },
  {
    // Each parameter of Digest is enough to try passwords against.
    pattern: /(\b(?:c?nonce|response|opaque|oauth_\w{1,30})=\\{0,7}")([^"\\]{6,512})/g,
    mask: ([, start]) => `${start}[password]`,
  },
];

/** Base64 of `user:password` is of both cases, or has digits or padding; "basic auth" is neither. */
function isCredential(value: string): boolean {
  return isOpaque(value) && !/^\d{0,4}$|[a-z]{2}=\w/.test(value);
}

const AUTHORIZATION: readonly Rule[] = [
  {
    pattern: new RegExp(`(authorization${SAYS})((?:[a-z][\\w-]{1,30}\\s{1,3})?)(${VALUE}{6,8192})`, 'gi'),
    mask: ([, start, scheme = '', value = '']) => {
      // Parameters are looked for one by one.
      if (isSaidOfSecrets(value) || /^\w+=$/.test(value)) return null;
      return scheme === '' && !isOpaque(value) ? null : `${start}${scheme}[password]`;
    },
  },
];

const PAIR = '[\\w.%!#$^|~*-]{1,128}=[^\\s;"\'\\\\,]{0,4096}';
const FLAG = 'secure|httponly|partitioned|expires=[^;"\'\\\\]{1,40}';
/** Everything of a Cookie or Set-Cookie header, the next one in a list of them too. */
const COOKIES = new RegExp(
  `((?:set-)?cookies?2?${SAYS})(${PAIR}(?:(?:;\\s{0,3}|${QUOTE},\\s{0,3}${QUOTE})(?:${FLAG}|${PAIR})){0,64})`,
  'gi',
);
const ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|version|priority|comment)$/i;

const COOKIE: readonly Rule[] = [
  {
    pattern: COOKIES,
    mask: ([, start, pairs = '']) => `${start}${pairs.replace(/([^\s=;,"'\\]{1,128})=([^;"'\\,]{1,4096})/g, ofCookie)}`,
  },
];

function ofCookie(pair: string, name: string): string {
  return ATTRIBUTE.test(name) ? pair : `${name}=[cookie]`;
}

export const headers = stepOf(/authorization|bearer|basic|digest|oauth/i, [...SCHEMES, ...AUTHORIZATION]);
export const cookies = stepOf(/cookie/i, COOKIE);
