import { by, type Rule, stepOf } from './step.ts';

const BYTE = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const WORD = '[0-9a-fA-F]{1,4}';

const ADDRESSES: readonly Rule[] = [
  {
    pattern: new RegExp(`(?<![\\w.]|\\d-)${BYTE}(?:\\.${BYTE}){3}(?![\\w]|\\.\\d)`, 'g'),
    mask: by('IP'),
  },
  {
    pattern: new RegExp(
      `(?<![\\w:.])(?:(?:${WORD}:){7}${WORD}|(?:${WORD}:){1,6}(?::${WORD}){1,6}|(?:${WORD}:){1,7}:|::(?:${WORD}:){0,6}${WORD})(?:%\\w{1,16})?(?![\\w:])`,
      'g',
    ),
    mask: ([text = '']) => (isAddress(text) ? '[IP]' : null),
  },
];

/** Times have three groups of digits and no `::`. */
function isAddress(text: string): boolean {
  const groups = text.replace(/%.*$/, '').split(':');
  return text.includes('::') ? groups.length <= 9 && /[0-9a-f]{2}/i.test(text) : groups.length === 8;
}

/** What an incident mostly needs, so it is removed by choice alone. */
export const addresses = stepOf(/\d\.\d{1,3}\.|:[\da-f]{0,4}:/i, ADDRESSES);
