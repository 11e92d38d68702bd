import { grouped } from '../../src/core/mining/grouped.ts';
import type { Signature } from '../../src/core/mining/signature.ts';
import { TextMemory } from '../../src/core/mining/text-memory.ts';
import { eachLine } from './each-line.ts';

/** A process of its own, so that it can be timed beside `sort`: prints the most common patterns of the file it is given. */
const SHOWN = 20;

/** Further kinds of lines are counted together, so that memory stays bounded whatever the file holds. */
const MOST_SIGNATURES = 20_000;

type Counted = { readonly signature: Signature; lines: number };

const memory = new TextMemory();
const counted = new Map<string, Counted>();
let others = 0;

eachLine(process.argv[2] ?? '', (text, from, to) => {
  const { signature } = memory.knownTo(text, from, to);
  const known = counted.get(signature.key);
  if (known) known.lines += 1;
  else if (counted.size < MOST_SIGNATURES) counted.set(signature.key, { signature, lines: 1 });
  else others += 1;
});

const groups = grouped([...counted.values()].map(({ signature }) => signature));
const sized = groups.map(({ members, template }) => ({
  template,
  lines: members.reduce((sum, { key }) => sum + (counted.get(key)?.lines ?? 0), 0),
}));
sized.sort((one, other) => other.lines - one.lines);
for (const { template, lines } of sized.slice(0, SHOWN)) process.stdout.write(`${lines}\t${template}\n`);
if (others > 0) process.stdout.write(`${others}\tof too many other kinds\n`);
process.stderr.write(`${process.resourceUsage().maxRSS}\n`);
