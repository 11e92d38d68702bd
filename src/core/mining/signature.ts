/** Stands for a value in a signature and in a template. */
export const VALUE = '<*>';

/**
 * What is left of an error when its values are taken out of it: errors of one signature are surely of one pattern. Made of
 * the one error alone, so it never changes; which signatures belong together is found when they are put side by side.
 */
export type Signature = {
  /** Hash of kind, template, codes and frames: ten hex digits, the same in every process and version of the rules. */
  readonly key: string;
  /** `trace`: known by its type and frames, and merged with nothing. `platform`: likewise by its name. */
  readonly kind: 'text' | 'trace' | 'platform';
  /** Words and `VALUE`s of the message. Of a trace with frames, and of the platform, the message is the one value. */
  readonly tokens: readonly string[];
  readonly codes: readonly string[];
  /** `function@file` of up to five frames, innermost first; empty but for traces. */
  readonly frames: readonly string[];
  /** What is shown of it where nothing is merged with it, e.g. `upstream <*> answered <*>`. */
  readonly template: string;
};

/**
 * A signature, and what stood in the places of its values, in their order, one for each `VALUE` of its tokens. Values that
 * stand together are one, with what is between them (`10.0.0.1:80`, `1190 bytes (1.16 KB)`); of a list, whose
 * elements repeat one after the other, the first.
 */
export type Signed = { readonly signature: Signature; readonly values: readonly string[] };
