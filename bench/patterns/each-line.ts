import { closeSync, openSync, readSync } from 'node:fs';

/** So much is read at once; of a longer line the rest is left out. */
const CHUNK_BYTES = 1 << 20;
const LINE_END = 10;

/** A line is the text from a place up to, not with, another: most are never cut out. */
type Take = (text: string, from: number, to: number) => void;

/** Calls with each line of a file. Whoever keeps a part of the text keeps all of it. */
export function eachLine(file: string, take: Take): void {
  const descriptor = openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let kept = 0;
  for (;;) {
    const read = readSync(descriptor, chunk, kept, CHUNK_BYTES - kept, null);
    const filled = kept + read;
    if (filled === 0) break;
    const lastEnd = chunk.lastIndexOf(LINE_END, filled - 1);
    const isCut = read === 0 || lastEnd < 0;
    const end = isCut ? filled : lastEnd + 1;
    linesOf(chunk.toString('utf8', 0, end), take);
    chunk.copyWithin(0, end, filled);
    kept = filled - end;
  }
  closeSync(descriptor);
}

function linesOf(text: string, take: Take): void {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    take(text, start, end);
    start = end + 1;
  }
  if (start < text.length) take(text, start, text.length);
}
