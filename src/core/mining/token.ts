/**
 * A word, a mark or a value of a line, and where it stood: `from` up to, not with, `to`. `isApart`: there was a space before
 * it.
 */
export type Token = { readonly text: string; readonly from: number; readonly to: number; readonly isApart: boolean };
