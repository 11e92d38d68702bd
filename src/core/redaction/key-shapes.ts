import { alphabetOf, hasLongRun } from './runs.ts';
import { looksRandom } from './secret-value.ts';
import { asStart, by, type Step, stepOf } from './step.ts';

const HEX = alphabetOf(/[0-9a-f]/);

/** Around an MD5 in hex, which alone is a digest like any other. */
const AROUND_HEX = stepOf(null, [
  { pattern: new RegExp(`${asStart('SK|AC')}[0-9a-f]{32}(?![0-9A-Za-z])`, 'g'), mask: by('Twilio key') },
  { pattern: /(?<![0-9A-Za-z])[0-9a-f]{32}-us\d{1,2}(?!\w)/g, mask: by('Mailchimp key') },
  { pattern: /(?<![0-9A-Za-z])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])/g, mask: by('Mailgun key') },
  { pattern: /(?<![0-9A-Za-z])[0-9a-f]{36}NRAL/g, mask: by('New Relic key') },
  { pattern: new RegExp(`${asStart('v1\\.')}[0-9a-f]{40}(?![0-9a-f])`, 'g'), mask: by('GitHub token') },
]);

const WORD = alphabetOf(/[\w-]/);
const SHORTEST = 22;

const TELEGRAM = stepOf(/\d:[\w-]{35}/, [
  { pattern: /(?<![A-Za-z0-9])(?:bot)?\d{8,10}:[\w-]{35}(?![\w-])/g, mask: by('Telegram token') },
]);
const DISCORD = stepOf(/\.[\w-]{6,7}\.[\w-]{27}/, [
  {
    pattern: /(?<![\w-])[A-Za-z][\w-]{22,27}\.[\w-]{6,7}\.[\w-]{27,40}(?![\w-])/g,
    mask: ([token = '']) => (/\d/.test(token) && /[A-Z]/.test(token) && /[a-z]/.test(token) ? '[Discord token]' : null),
  },
]);
const AZURE = stepOf(/Q~|==/, [
  { pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}/g, mask: by('Azure key') },
  { pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/g, mask: by('Azure key') },
]);

const ifRandom =
  (name: string) =>
  ([token = '']: readonly string[]) =>
    looksRandom(token) ? `[${name}]` : null;

/** Their prefixes are nothing but a letter or two. */
const SHORT_PREFIXES = stepOf(/(?:cio|oy2|00|[sb]\.)[\w-]{24}/, [
  { pattern: new RegExp(`${asStart('cio|oy2')}[A-Za-z0-9]{32,43}(?![A-Za-z0-9])`, 'g'), mask: by('package key') },
  { pattern: new RegExp(`${asStart('[sb]\\.')}[A-Za-z0-9]{24}(?![\\w.(])`, 'g'), mask: ifRandom('Vault token') },
  { pattern: new RegExp(`${asStart('00')}[\\w-]{40}(?![\\w-])`, 'g'), mask: ifRandom('Okta token') },
]);

/** Keys of vendors that have no prefix of their own, but a shape. */
export const keyShapes: Step = (text) => {
  if (!hasLongRun(text, WORD, SHORTEST)) return text;
  const shown = SHORT_PREFIXES(AZURE(DISCORD(TELEGRAM(text))));
  return hasLongRun(shown, HEX, 32) ? AROUND_HEX(shown) : shown;
};
