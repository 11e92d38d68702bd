const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** What was typed: Slack escapes three characters in the texts that it delivers, and we escape them again where we show them. */
export function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Blocks and pieces of code, and lines that quote somebody. */
const QUOTED = [/```.*?(?:```|$)/gsu, /`[^`\n]*`/gu, /^\s*(?:&gt;|>).*$/gmu];

/**
 * The words after the bot's name, where the message begins with it, unescaped. Empty where the name stands alone or
 * later: somebody speaks of us, or does not know how to speak to us. Null where it stands in code or in a quotation only.
 */
export function wordsToBot(text: string, botUserId: string): string | null {
  const name = `<@${botUserId}(?:\\|[^>]*)?>`;
  const begun = new RegExp(`^[\\s\\p{Cf}]*${name}[,:]?`, 'u').exec(text);
  if (begun) return unescaped(text.slice(begun[0].length)).trim();
  const unquoted = QUOTED.reduce((left, quoted) => left.replace(quoted, ''), text);
  return new RegExp(name, 'u').test(unquoted) ? '' : null;
}
