import type { Random } from '../../sandbox/google/seeded-random.ts';
import { signer } from '../../src/core/mining/sign.ts';
import type { Pattern } from '../../src/core/patterns/report.ts';
import { reportOf } from '../../src/core/patterns/report-of.ts';
import type { KnownSignature, Tally } from '../../src/core/patterns/tally.ts';
import type { Labelled } from '../patterns/labelled.ts';
import { CANARY, STABLE } from './canary.ts';
import { MINUTE_MS, START_MS } from './time.ts';

/** Of all templates of a log so many are shown by the canary alone. */
const PLANTED = 0.1;
const REQUESTS = 1_000_000;
const BEFORE = { fromMs: START_MS - 60 * MINUTE_MS, untilMs: START_MS };
const NOW = { fromMs: START_MS, untilMs: START_MS + 10 * MINUTE_MS };

export type Told = {
  /** Patterns called new, however surely, that are so, and that are not. */
  readonly right: number;
  readonly wrong: number;
  /** Templates that stable truly never showed: called new, called at least a variant, and all of them. */
  readonly found: number;
  readonly foundOrVariant: number;
  readonly all: number;
};

/**
 * Plants a tenth of a log's templates on the canary alone, shares out the other lines between both by lot, and asks what stable
 * never showed. Right is a pattern with any line of a template that stable truly does not have.
 */
export function planted({ lines, truth }: Labelled, random: Random): Told {
  const chosen = new Set([...new Set(truth)].filter(() => random() < PLANTED));
  const isOnCanary = truth.map((template) => chosen.has(template) || random() < 0.5);
  const onStable = new Set(truth.filter((_template, line) => !isOnCanary[line]));
  const signed = signedLines(lines);
  const unshownBy = new Map<string, Set<string>>();
  for (const [line, key] of signed.keys.entries()) {
    const template = truth[line] ?? '';
    if (isOnCanary[line] && !onStable.has(template))
      unshownBy.set(key, (unshownBy.get(key) ?? new Set()).add(template));
  }
  const { patterns } = reported(signed, isOnCanary);
  const truly = ({ keys }: Pattern) => new Set(keys.flatMap((key) => [...(unshownBy.get(key) ?? [])]));
  const called = patterns.filter(({ standing }) => standing === 'new' || standing === 'unseen').map(truly);
  const variants = patterns.filter(({ standing }) => standing === 'variant').map(truly);
  const count = (templates: readonly ReadonlySet<string>[]) => new Set(templates.flatMap((some) => [...some])).size;
  const right = called.filter(({ size }) => size > 0).length;
  return {
    right,
    wrong: called.length - right,
    found: count(called),
    foundOrVariant: count([...called, ...variants]),
    all: count([...unshownBy.values()]),
  };
}

type SignedLines = { readonly keys: readonly string[]; readonly signatures: readonly KnownSignature[] };

function signedLines(lines: readonly string[]): SignedLines {
  const sign = signer();
  const signatures = new Map<string, KnownSignature>();
  const keys = lines.map((message, line) => {
    const { signature } = sign({ message, codes: [], stack: null, platform: null });
    const { key } = signature;
    if (!signatures.has(key)) {
      signatures.set(key, { ...signature, firstSeenMs: START_MS + line, example: message, values: [] });
    }
    return key;
  });
  return { keys, signatures: [...signatures.values()] };
}

function reported({ keys, signatures }: SignedLines, isOnCanary: readonly boolean[]) {
  const tallies = keys.map((key, line): Tally => {
    const revision = isOnCanary[line] ? CANARY : STABLE;
    const atMs = (isOnCanary[line] ? NOW : BEFORE).fromMs + 1;
    return { key, revision, minuteMs: atMs, requests: 1, errors: 1, firstAtMs: atMs, lastAtMs: atMs };
  });
  const side = { requests: REQUESTS, isEstimated: false };
  return reportOf(
    { span: { ...BEFORE, untilMs: NOW.untilMs }, signatures, tallies, instances: {}, unread: 0, holes: [] },
    {
      subject: { ...side, revision: CANARY, span: NOW },
      beside: null,
      before: { ...side, revision: STABLE, span: BEFORE },
    },
    [],
  );
}
