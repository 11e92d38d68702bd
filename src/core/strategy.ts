import { type Service, STRATEGIES, type Strategy } from './catalog.ts';
import type { Refusal } from './refusal.ts';
import { nearest } from './words.ts';

/** The strategy of that name, folded to lower case; a refusal where there is none. */
export function strategyNamed(name: string): { readonly strategy: Strategy } | { readonly refusal: Refusal } {
  const strategy = STRATEGIES.find((one) => one === name);
  if (strategy) return { strategy };
  return { refusal: { kind: 'unknownStrategy', name, didYouMean: nearest(name, STRATEGIES), known: STRATEGIES } };
}

/** Whether this one deploy may go another way than the catalog says; null (the catalog's own way) always may. */
export function refuseStrategy(
  { name, singleWriter }: Pick<Service, 'name' | 'singleWriter'>,
  wanted: Strategy | null,
): Refusal | null {
  if (!singleWriter || wanted === null || wanted === 'replace') return null;
  return { kind: 'notForSingleWriters', service: name, strategy: wanted };
}
