import { ibanEnd, passesLuhn } from './check-digits.ts';
import { by, type Rule, type Step, stepOf } from './step.ts';

/** After the last dot of a file or a package, not of a domain: `logo@2x.png`, `core@7.23.0.js`. */
const FILE = /\.(?:png|jpe?g|gif|svg|webp|css|m?js|cjs|json|tgz|jar|html?|txt|log|local\d)$|@(?:\d+\.){2}/i;

const MAIL: readonly Rule[] = [
  {
    pattern:
      /(?<![\w.+%-])[\w.%+-][\w.%+'-]{0,127}(?:@|%40)(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})(?![\w-])/gi,
    mask: ([address = '']) => (FILE.test(address) || address.startsWith('git@') ? null : '[email]'),
  },
  {
    pattern: /(?<![\w.+-])[\w.+-]{1,128}%40(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24}(?![\w-])/gi,
    mask: by('email'),
  },
  {
    // Quoted local parts and bare addresses of machines.
    pattern: /"[^"@\n]{1,64}"@[\w.-]{3,253}|(?<![\w.+-])[\w.%+-]{1,128}@\[[\d.:a-fA-F]{7,45}\]/g,
    mask: by('email'),
  },
];

/** Letters beyond ASCII cost four times as much to look for, so they are looked for where there are any. */
const FOREIGN_MAIL: readonly Rule[] = [
  {
    pattern:
      /(?<![\p{L}\p{M}\p{N}._%+-])[\p{L}\p{M}\p{N}._%+-]{1,128}@(?:[\p{L}\p{M}\p{N}-]{1,63}[.。]){1,8}[\p{L}\p{M}]{2,24}(?![\p{L}\p{M}\p{N}-])/gu,
    mask: ([address = '']) => (FILE.test(address) ? null : '[email]'),
  },
];

const BRANDS: readonly { readonly begins: RegExp; readonly lengths: readonly number[] }[] = [
  { begins: /^3[47]/, lengths: [15] },
  { begins: /^3(?:0[0-5]|09|[689])/, lengths: [14, 16] },
  { begins: /^4/, lengths: [13, 16, 19] },
  { begins: /^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/, lengths: [16] },
  { begins: /^(?:6011|64[4-9]|65|62|81)/, lengths: [16, 17, 18, 19] },
  { begins: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { begins: /^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, lengths: [16] },
];

/** Ids in one piece are often longer than sixteen digits and pass the check digit by chance: cards are not, unless spaced. */
function isCard(written: string): boolean {
  const digits = written.replace(/\D/g, '');
  const brand = BRANDS.find(({ begins }) => begins.test(digits));
  if (brand === undefined || !brand.lengths.includes(digits.length)) return false;
  if (digits.length > 16 && digits.length === written.length) return false;
  return !/^(\d)\1+$/.test(digits) && passesLuhn(digits);
}

const CARD: Rule = {
  pattern:
    /(?:(?<![\w+]|[\w][.-]|\d )|(?<=\\[nrt]))(?:\d{13,16}|\d{4}([ .\u00a0-])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ .\u00a0-])\d{6}\2\d{4,5})(?![\w]|[.-]\d| \d{3,5}\b)/g,
  mask: ([number = '']) => (isCard(number) ? '[card]' : null),
};

const SSN: Rule = {
  pattern: /(?:(?<![\w-]|\d\.)|(?<=\\[nrt]))(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/g,
  mask: by('SSN'),
};

const IBAN: Rule = {
  pattern: /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,8}/g,
  mask: ([text = '']) => {
    const until = ibanEnd(text);
    return until === 0 ? null : `[IBAN]${text.slice(until)}`;
  },
};

const PHONE: Rule = {
  pattern: /(?:(?<![\w.+)-]|[\d.] )|(?<=\\[nrt]))\+[1-9]\d{0,3}(?:[ .()/\u00a0-]{0,3}\d){6,14}(?![\w]|[.:]\d|[-+]\d)/g,
  mask: ([text = '']) => (isPhone(text) ? '[phone]' : null),
};

/** E.164: at most fifteen digits with the country's; fewer than nine are sums and offsets. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 9 && digits <= 15;
}

const WIDE_MAIL = stepOf(/[^\x20-\x7e\s]/, FOREIGN_MAIL);
const ASCII_MAIL = stepOf(null, MAIL);
/** Addresses of mail, also as they stand in the query of an address. */
export const mail: Step = (text) => (text.includes('@') || text.includes('%40') ? ASCII_MAIL(WIDE_MAIL(text)) : text);
export const phone = stepOf(/\+[1-9]/, [PHONE]);
export const cards = stepOf(/[2-68]\d{12}|[2-68]\d{3}[ .\u00a0-]\d{4,6}[ .\u00a0-]\d{4}/, [CARD]);
export const socialNumbers = stepOf(/\d{3}-\d{2}-\d{4}/, [SSN]);
export const accounts = stepOf(/[A-Z]{2}\d{2}[ -]?[A-Z0-9]{4}/, [IBAN]);
