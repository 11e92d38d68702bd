/**
 * Ten hex digits, the same in every process: two 32-bit hashes that share no constant, of which 40 bits are kept. Among
 * the twenty thousand signatures that a service may have at most, two collide with a chance of 1 in 5,000; they would be
 * counted as one pattern.
 */
export function hash(text: string): string {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x9e3779b1);
    other = Math.imul(other ^ code, 0x5f356495);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return hex(one >>> 0, 8) + hex((other >>> 24) & 0xff, 2);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
