import 'react';

declare module 'react' {
  interface CSSProperties {
    /** The colour of a person's picture, 0 to 359. */
    '--hue'?: number;
    /** The bar beside an attachment. */
    '--bar'?: string;
  }
}
