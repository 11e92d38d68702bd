import { VALUE } from './signature.ts';

/** Shorter words find everything. */
const LEAST_CHARACTERS = 4;
/** A query need not be longer to find what it means. */
const MOST_CHARACTERS = 120;

/**
 * The longest piece of a template between its values, as it really stands in the example: what a search of the log finds
 * all of it by. Empty where none is long enough.
 */
export function constantTextOf(template: string, example: string): string {
  const pieces = template
    .split(VALUE)
    .map((piece) => piece.trim().slice(0, MOST_CHARACTERS).toWellFormed().trimEnd())
    .filter((piece) => piece.length >= LEAST_CHARACTERS && example.includes(piece));
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}
