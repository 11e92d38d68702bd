import { readTrace } from '../../../src/core/traces/read-trace.ts';

/** What was read of a trace, in few words: its own frames as `function@file`, innermost first. */
export function readBy(text: string) {
  const read = readTrace(text);
  if (!read) return null;
  const { language, type, message, frames } = read.stack;
  const own = frames.filter(({ isOwn }) => isOwn).map((frame) => `${frame.function}@${frame.file}`);
  return { language, type, message, own, context: read.context };
}
