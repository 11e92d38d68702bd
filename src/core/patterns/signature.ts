/** Stands for a value in a signature and in a template. */
export const VALUE = '<*>';

/**
 * What is left of an error when its values are taken out of it: errors of one signature are surely of one pattern. Made of
 * the one error alone, so it never changes; which signatures belong together is found when they are put side by side.
 */
export type Signature = {
  /** Hash of kind, tokens, codes and frames: ten hex digits, the same in every process and version of the rules. */
  readonly key: string;
  /** `trace`: known by its type and frames, and merged with nothing. `platform`: likewise by its name. */
  readonly kind: 'text' | 'trace' | 'platform';
  /** Words and `VALUE`s of the message. */
  readonly tokens: readonly string[];
  readonly codes: readonly string[];
  /** `function@file` of up to five frames, innermost first; empty but for traces. */
  readonly frames: readonly string[];
  /** What is shown of it where nothing is merged with it, e.g. `upstream <*> answered <*>`. */
  readonly template: string;
};

/** A signature, and what stood in the places of its values, in their order. */
export type Signed = { readonly signature: Signature; readonly values: readonly string[] };
