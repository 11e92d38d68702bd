import { VALUE } from '../core/mining/signature.ts';
import type { Pattern } from '../core/patterns/report.ts';
import type { ValueCount } from '../core/patterns/tally.ts';
import { clip, plainLine, plainText } from '../core/plain-text.ts';
import { count } from '../core/share.ts';
import { PLATFORM_WORDS } from './platform-words.ts';

const LONGEST_VALUE = 40;
/** The message of a trace is one value, and often always the same. */
const LONGEST_CONSTANT = 200;
const MOST_FRAMES = 5;

/** What is in a place of the template: one text always, several that are worth a look, or too many to name. */
type Slot =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'listed'; readonly values: readonly ValueCount[] }
  | { readonly kind: 'varied' };

/** Ids that never come twice say nothing; where few were seen at all, each is named. */
function slotOf(values: readonly ValueCount[] | undefined): Slot {
  const [top] = values ?? [];
  if (!values || !top) return { kind: 'varied' };
  if (values.length === 1) return { kind: 'constant', text: top.text };
  return top.count > 1 ? { kind: 'listed', values } : { kind: 'varied' };
}

/** A template as a reader takes it in, and what its values were: both are text of others. */
export type TemplateShown = { readonly template: string; readonly values: readonly string[] };

/**
 * What never varied is filled in, so that a single error reads as it was written. Places whose values are listed are
 * numbered in the template where it has several.
 */
export function shownTemplate(pattern: Pattern): TemplateShown {
  const { template, values } = pattern;
  const parts = template.split(VALUE);
  const slots = parts.slice(1).map((_, index) => slotOf(values[index]));
  const listed = slots.filter((slot) => slot.kind === 'listed');
  const nameOf = (slot: Slot) =>
    listed.length > 1 && slot.kind === 'listed' ? `<${listed.indexOf(slot) + 1}>` : VALUE;
  const filled = slots.map((slot) => (slot.kind === 'constant' ? clip(slot.text, LONGEST_CONSTANT) : nameOf(slot)));
  return {
    template: plainText(parts.map((part, index) => part + (filled[index] ?? '')).join('')),
    values: listed.map((slot) => `${nameOf(slot)} ${slot.values.map(valueText(pattern)).join(', ')}`),
  };
}

/** How often is said where the subject alone showed it: values are counted on all sides together. */
function valueText({ beside, before }: Pattern): (value: ValueCount) => string {
  const isOurs = (beside?.requests ?? 0) + before.requests === 0;
  return ({ text, count: many }) => `${clip(plainLine(text), LONGEST_VALUE)}${isOurs ? ` ×${count(many)}` : ''}`;
}

/** "priceCart@pricing.js ← place@service.js"; empty where there is no stack. */
export function frameLine({ frames }: Pattern): string {
  return frames.slice(0, MOST_FRAMES).map(plainLine).join(' ← ');
}

/** Those that the template does not say itself. */
export function codeLine({ codes, template }: Pattern): string {
  return codes
    .filter((code) => !template.includes(code))
    .map(plainLine)
    .join(', ');
}

/** All that is known of what it says, each on lines of its own; no line longer than `longest`. */
export function patternText(pattern: Pattern, longest: { readonly template: number; readonly line: number }): string {
  const { template, values } = shownTemplate(pattern);
  return [
    clip(template.trim(), longest.template),
    ...[codeLine(pattern), frameLine(pattern), values.join('   ')]
      .filter((line) => line !== '')
      .map((line) => `  ${clip(line, longest.line)}`),
  ].join('\n');
}

/** It in one line: for tables, titles and lists. */
export function patternName(pattern: Pattern): string {
  const { platform } = pattern;
  if (platform !== null) return PLATFORM_WORDS[platform].name;
  const codes = codeLine(pattern);
  return `${plainLine(shownTemplate(pattern).template)}${codes === '' ? '' : ` [${codes}]`}`;
}
