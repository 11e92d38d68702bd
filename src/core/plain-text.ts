const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Terminal colours and cursor moves (CSI), and titles and links (OSC). */
const ANSI = new RegExp(`${ESC}\\[[0-9;:?]{0,32}[@-~]|${ESC}\\][^${ESC}${BELL}]{0,500}(?:${BELL}|${ESC}\\\\)`, 'g');

/** Nothing but what a typewriter has: nearly all of our text, and most of other people's. */
const TYPEWRITTEN = /^[\x20-\x7e\n\t]*$/;
const UNEVEN = /[^\S ]| {2}/;

/**
 * Text as a reader sees it: no terminal codes, no control, bidirectional or zero-width characters (they make one name
 * look like another), no half of a surrogate pair. Line ends and tabs are kept.
 */
export function plainText(text: string): string {
  if (TYPEWRITTEN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(ANSI, '')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
}

/** The same on one line, so that no inserted text can pretend to be the next field. */
export function plainLine(text: string): string {
  const plain = plainText(text);
  return (UNEVEN.test(plain) ? plain.replace(/\s+/g, ' ') : plain).trim();
}

/** At most `max` UTF-16 units, the last one an ellipsis where something was cut; never half a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * Slack's markup as its reader sees it, for the error beside a field, which Slack shows as it is: links and times by
 * their labels, `&amp;`, `&lt;` and `&gt;` as what they stand for. A mention without a label stays as it is.
 */
export function readable(markup: string): string {
  return markup
    .replace(/<[^<>|]{1,3000}\|([^<>]{0,3000})>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
