import type { Frame } from '../logged/logged-error.ts';
import { oneLine } from './trace-read.ts';

const OPENS =
  /^(.{0,500}?)(?:(?:Exception Group )?Traceback|(?:Current t|T)hread 0x\w{1,16}\b.{0,80}?) \(most recent call (last|first)\):/;
const DIRECT_CAUSE = /^The above exception was the direct cause of the following exception:/;
const DURING = /^During handling of the above exception, another exception occurred:/;
/** Exception groups are drawn as a tree: `  | File …`, `  +-+---------------- 1 ----------------`. */
const TREE = /^\s*(?:\|\s?){1,40}|^\s*\+ (?=Exception Group)/;
const BRANCH = /^\s*(?:\|\s*){0,40}\+[-+]/;

/** One exception of a chain: its frames as printed, and its last lines, the first of which names it. */
export type Raised = {
  readonly frames: Frame[];
  readonly said: string[];
  readonly isRecentFirst: boolean;
  /** The next one was raised `from` it. */
  isCause: boolean;
};

/** More lines of a message say nothing more. */
const MOST_LINES = 12;

type Chain = { readonly raised: Raised[]; readonly above: string[]; open: Raised | null; branches: number };

/** All exceptions of a chain as they are printed, but the members of a group before the group; and what stands above. */
export function raisedIn(
  lines: readonly string[],
  frameOf: (line: string) => Frame | null,
): { readonly raised: readonly Raised[]; readonly context: string } {
  const chain: Chain = { raised: [], above: [], open: null, branches: 0 };
  const isTree = lines.some((line) => line.includes('Exception Group Traceback'));
  for (const drawn of lines) {
    if (isTree && BRANCH.test(drawn)) chain.branches += 1;
    // The members of a group after the first, and the end of its tree.
    const isLeftOut = chain.branches > 1 && /^\s*[|+]/.test(drawn);
    if (!isLeftOut) take(chain, isTree ? drawn.replace(TREE, '') : drawn, frameOf);
  }
  return { raised: chain.raised, context: oneLine(chain.above) };
}

function take(chain: Chain, line: string, frameOf: (line: string) => Frame | null): void {
  const opens = OPENS.exec(line);
  if (opens) begin(chain, opens);
  else if (chain.open === null) chain.above.push(line);
  else read(line, chain.open, frameOf);
}

function begin(chain: Chain, [, before = '', recent]: RegExpExecArray): void {
  const isMember = chain.open !== null && chain.branches === 1;
  if (chain.open === null) chain.above.push(before);
  chain.open = { frames: [], said: [], isRecentFirst: recent === 'first', isCause: isMember };
  chain.raised.splice(isMember ? chain.raised.length - 1 : chain.raised.length, 0, chain.open);
}

function read(line: string, open: Raised, frameOf: (line: string) => Frame | null): void {
  const frame = open.said.length === 0 ? frameOf(line) : null;
  if (frame) open.frames.push(frame);
  else if (DIRECT_CAUSE.test(line)) open.isCause = true;
  else if (line.trim() === '' || DURING.test(line) || BRANCH.test(line)) return;
  // Source lines and their markers are indented; the message may be, once its first line is read.
  else if (open.said.length > 0 || !/^\s/.test(line)) {
    if (open.said.length < MOST_LINES) open.said.push(line);
  }
}
