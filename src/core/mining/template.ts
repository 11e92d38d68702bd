import { aligned } from './aligned.ts';
import type { Signature } from './signature.ts';
import { VALUE } from './signature.ts';

/** Logs Explorer takes longer ones; nobody reads them. */
const MOST_CONSTANT = 100;
/** Shorter ones find everything. */
const LEAST_CONSTANT = 8;

/**
 * The tokens as text, spaced as in the member that stands nearest to them: the first of as many tokens, else of all. Its
 * members are to come in an order that does not depend on chance.
 */
export function templateOf(tokens: readonly string[], members: readonly Signature[]): string {
  const model = members.find((member) => member.tokens.length === tokens.length) ?? members[0];
  if (model === undefined) return tokens.join(' ');
  if (model.tokens.join(' ') === tokens.join(' ')) return model.template;
  const gaps = gapsOf(model);
  const filled = aligned(tokens, model.tokens);
  let slot = 0;
  let at = 0;
  const parts = tokens.map((token) => {
    const gap = at > 0 && gaps[at] === true ? ' ' : '';
    if (token === VALUE) {
      at = filled?.[slot]?.to ?? at + 1;
      slot += 1;
    } else at += 1;
    return gap + token;
  });
  return parts.join('');
}

/** Before which tokens of a signature its template has a space. */
function gapsOf({ template, tokens }: Signature): readonly boolean[] {
  let end = 0;
  return tokens.map((token) => {
    const hasGap = template[end] === ' ';
    end += token.length + (hasGap ? 1 : 0);
    return hasGap;
  });
}

/**
 * The longest text of a template that never varies, for a search of the log; the first of equally long ones; empty where
 * it would find everything.
 */
export function constantText(template: string): string {
  const [longest = ''] = template
    .split(VALUE)
    .map((text) => shortened(text.trim()))
    .sort((one, other) => other.length - one.length);
  return longest.length < LEAST_CONSTANT ? '' : longest;
}

/** Cut at a word's end. */
function shortened(text: string): string {
  if (text.length <= MOST_CONSTANT) return text;
  const cut = text.slice(0, MOST_CONSTANT + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), LEAST_CONSTANT)).trim();
}
