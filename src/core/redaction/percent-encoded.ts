import type { Step } from './step.ts';

const ENCODED = /%[2-7][0-9A-F]/i;
/** One value of a query, or one word, with at least one character encoded. */
const VALUE = /[^\s"'`<>&=?;,{}[\]|]{0,1024}?%[2-7][0-9A-F][^\s"'`<>&=?;,{}[\]|]{0,4096}/gi;
const MOST_OFTEN = 3;

/**
 * What addresses carry in their queries is encoded, once or more often: `https%3A%2F%2Fbo%3Ahunter2%40host`. Where there
 * is a secret in it the value is shown decoded, without it.
 */
export function percentEncoded(step: Step): Step {
  const show = (value: string): string => {
    const plain = decoded(value);
    const shown = step(plain);
    return shown === plain ? value : shown;
  };
  return (text) => (ENCODED.test(text) ? text.replace(VALUE, show) : text);
}

function decoded(value: string): string {
  let plain = value;
  for (let often = 0; often < MOST_OFTEN && ENCODED.test(plain); often += 1) plain = decodedOnce(plain);
  return plain;
}

/** Byte by byte where it is cut or no UTF-8. */
function decodedOnce(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value.replace(/%([2-7][0-9A-F])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}
