import { asStart, by, type Rule, stepOf } from './step.ts';

/**
 * To the end of the text where the end line is missing: a cut key is a key. On one line its line ends are `\n`; a key
 * whose beginning was cut off is known by its end.
 */
const KEYS: readonly Rule[] = [
  {
    pattern:
      /-{4,5} ?BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}[\s\S]*?(?:-{4,5} ?END[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}|$)/g,
    mask: by('private key'),
  },
  {
    pattern: /-{4,5}BEGIN(?:[A-Z]|\+|%20){0,40}KEY-{4,5}[^\s"'<>]*/g,
    mask: by('private key'),
  },
  {
    pattern:
      /(?<![\w+/=])(?:[\w+/=]{1,80}(?:\\n|\\r|\s){1,4}){1,200}-{4,5} ?END[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g,
    mask: by('private key'),
  },
  { pattern: /Private-Lines: \d{1,4}[\s\S]*?(?:Private-MAC:|$)/g, mask: by('private key') },
];

const TOKENS: readonly Rule[] = [
  // The first part of a JSON Web Token is `{"` in base64, and so begins alike.
  // One rule for tokens with and without further parts: a search that failed at the end of a run would begin anew within it.
  {
    pattern: new RegExp(`${asStart('eyJ')}[\\w+/-]{8,}(?:\\.[\\w-]*){0,4}={0,2}`, 'g'),
    mask: ([token = '']) => (token.length > (token.includes('.') ? 20 : 32) ? '[JWT]' : null),
  },
  // Hashes of passwords: bcrypt, Argon2, crypt.
  {
    pattern: /\$(?:2[abxy]?\$\d\d\$[\w./]{20,}|argon2\w{0,2}\$[^\s"'\\]{20,}|[56y]\$[\w./$=]{20,})/g,
    mask: by('password hash'),
  },
];

export const tokens = stepOf(/PRIVATE|Private-Lines|eyJ|\$(?:2|argon2|[56y]\$)/, [...KEYS, ...TOKENS]);
