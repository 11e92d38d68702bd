import { fold } from './fold.ts';
import type { ErrorPattern, PatternSummary } from './patterns.ts';
import { redact } from './redaction/redact.ts';
import { readStackTrace } from './stack-trace.ts';

/** A log line as far as patterns go. Lines of one trace belong to one request. */
export type MinedLine = { readonly atMs: number; readonly text: string; readonly trace: string | null };

const MOST_PATTERNS = 5;

type Group = {
  readonly traces: Set<string>;
  untraced: number;
  firstAtMs: number;
  lastAtMs: number;
  example: string;
};

/**
 * Groups lines that differ only in numbers and ids, those of most requests first. Secrets are masked before anything
 * else is done, so neither template nor example can hold one. The order of `lines` does not matter.
 */
export function mine(lines: readonly MinedLine[]): PatternSummary {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const text = redact(line.text).trim();
    if (text === '') continue;
    const template = templateOf(text);
    const group = groups.get(template);
    if (group) include(group, line, text);
    else groups.set(template, begin(line, text));
  }
  const patterns = [...groups].map(([template, group]) => pattern(template, group)).sort(mostRequestsFirst);
  return {
    patterns: patterns.slice(0, MOST_PATTERNS),
    more: Math.max(0, patterns.length - MOST_PATTERNS),
    linesRead: lines.length,
  };
}

function templateOf(text: string): string {
  const { head, frame } = readStackTrace(text);
  return frame === null ? fold(head) : `${fold(head)}\n    at ${frame}`;
}

function begin(line: MinedLine, example: string): Group {
  const group: Group = { traces: new Set(), untraced: 0, firstAtMs: line.atMs, lastAtMs: line.atMs, example };
  countRequest(group, line);
  return group;
}

function include(group: Group, line: MinedLine, text: string): void {
  countRequest(group, line);
  group.firstAtMs = Math.min(group.firstAtMs, line.atMs);
  // Of lines at the same time the smaller text, so that the order of reading does not show.
  if (line.atMs > group.lastAtMs || (line.atMs === group.lastAtMs && text < group.example)) group.example = text;
  group.lastAtMs = Math.max(group.lastAtMs, line.atMs);
}

function countRequest(group: Group, { trace }: MinedLine): void {
  if (trace === null) group.untraced += 1;
  else group.traces.add(trace);
}

function pattern(template: string, group: Group): ErrorPattern {
  const { firstAtMs, lastAtMs, example } = group;
  return { template, requests: group.traces.size + group.untraced, firstAtMs, lastAtMs, example };
}

function mostRequestsFirst(one: ErrorPattern, other: ErrorPattern): number {
  return other.requests - one.requests || other.lastAtMs - one.lastAtMs || (one.template < other.template ? -1 : 1);
}
