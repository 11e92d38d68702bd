import fc from 'fast-check';
import { expect } from 'vitest';

const EVIL = [
  '<!channel>',
  '&',
  '<',
  '<!here|x>',
  '<@U0EVIL>',
  '<https://evil.example|click me>',
  '&lt;!channel&gt;',
  '*bold* `code` ~s~',
  '\u202Eevil\u202C',
  '\u001b[31mred',
  '\n*State* fine\n',
  '👩‍👩‍👧‍👦🚀',
  'العربية',
  '\uD800',
  '@channel',
];
const looksLikeId = (text: string) => /^[UWSCG][A-Z0-9]*$/.test(text);
const other = fc.string({ unit: 'grapheme' }).filter((text) => !looksLikeId(text));
const piece = fc.oneof(fc.constantFrom(...EVIL), other);
/** Up to 4,000 characters of names, markup, emoji and right-to-left text. */
export const hostile = fc
  .tuple(piece, fc.integer({ min: 0, max: 400 }))
  .map(([text, times]) => text.repeat(times).slice(0, 4_000));
/** Live syntax that none of the hostile words may have opened; ours are dates, links to the card and to logs, people. */
const FOREIGN_SYNTAX =
  /<(?!!date\^\d+\^[^<>]*\|[^<>]*>|\{permalink\}\||#C0INCIDENT>|@U0BO>|https:\/\/console\.cloud\.google\.com\/logs\/query;[^<>|]*\|Logs>)/;

/** Nothing that Slack parses in a message or a modal is syntax of others. */
export function expectNothingForeign(content: object | null): void {
  const spoken = content && 'text' in content ? [String(content.text)] : [];
  const found = [...spoken, ...parsedTexts(content)].find((text) => FOREIGN_SYNTAX.test(text));
  expect(found).toBeUndefined();
}

/** Every text that Slack parses: all but plain and preformatted text and cells. */
function parsedTexts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(parsedTexts)];
}
