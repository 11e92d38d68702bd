import { z } from 'zod';

/** What this Slipway writes, and the newest that it reads. */
const OWN_SHAPE = 4;

const anyShape = z.looseObject({ shape: z.number() });
const firstShape = z.looseObject({ plan: z.looseObject({ strategy: z.string() }) });
const thirdShape = z.looseObject({
  foreign: z.looseObject({ traffic: z.unknown(), seenAtMs: z.number() }).nullable().optional(),
  othersMoved: z.array(z.unknown()).optional(),
  verdict: z.looseObject({ kind: z.string() }).nullable(),
  plan: z.looseObject({ phases: z.array(z.looseObject({ percent: z.number(), criteria: z.looseObject({}) })) }),
});
const secondShape = z.looseObject({
  state: z.string(),
  phaseIndex: z.number().optional(),
  marks: z.array(z.unknown()),
  previewUrl: z.string().nullable(),
  plan: z.looseObject({ singleWriter: z.boolean(), phases: z.array(z.looseObject({ percent: z.number() })) }),
});

/**
 * A record in the shape of today, whatever its own; it is written so with the next commit.
 * @throws for a newer one: what this Slipway knows nothing of would be lost if it wrote it back.
 */
export function migrated(record: unknown): unknown {
  const { shape } = anyShape.parse(record);
  if (shape > OWN_SHAPE) {
    throw new Error(`it has shape ${shape}, written by a newer Slipway; this one reads up to ${OWN_SHAPE}: upgrade it`);
  }
  const second = shape === 1 ? toSecond(record) : record;
  const third = shape < 3 ? toThird(second) : second;
  return shape === OWN_SHAPE ? record : toFourth(third);
}

/**
 * The first shape knew canary and replace alone, and whatever it replaced was a single writer. Some were written with a
 * part of what came later; that part stands.
 */
function toSecond(record: unknown): unknown {
  const { plan, ...rest } = firstShape.parse(record);
  const singleWriter = plan.strategy === 'replace';
  const known = { strategyAsked: null, targetReady: null, singleWriter, checklist: [], ...plan };
  return { previewUrl: null, behind: null, startedAtMs: null, ...rest, plan: known };
}

/**
 * The second shape knew that others had moved traffic in words alone. A rollout that stopped for them looks again after the
 * upgrade, finds what they did, and offers what can be done about it.
 */
function toThird(record: unknown): unknown {
  const rollout = secondShape.parse(record);
  const known = { ...rollout, accepted: { newest: null, tags: null } };
  const { state, phaseIndex, plan, marks, previewUrl } = rollout;
  if (state === 'shifting') return { ...known, toPercent: plan.phases[phaseIndex ?? 0]?.percent, over: null };
  // The URL it was asked on is kept; one that had users was asked before them.
  const isVerified = marks.length > 0 || previewUrl !== null || plan.singleWriter;
  if (state === 'paused') return { ...known, passed: isVerified ? 'health' : 'start', foreign: null };
  return state === 'aborted' ? { ...known, leftAs: null } : known;
}

/** The third shape was judged by absolute limits alone: a live one goes on under what is usual today. */
function toFourth(record: unknown): unknown {
  const { verdict, plan, ...rest } = thirdShape.parse(record);
  // Others hold its traffic at this moment: what is counted until they are gone is not the rollout's.
  const { foreign, othersMoved } = rest;
  const isHeld = othersMoved === undefined && foreign !== undefined && foreign !== null && foreign.traffic !== null;
  const held = isHeld ? { othersMoved: [{ fromMs: foreign.seenAtMs, untilMs: null }] } : {};
  const phases = plan.phases.map(({ percent, criteria, ...phase }) => ({
    ...phase,
    percent,
    criteria: { ...USUAL, ...criteria },
  }));
  const judged = verdict && {
    needs: verdict.kind === 'inconclusive' ? 'time' : null,
    proof: null,
    firstBadAtMs: null,
    ...verdict,
  };
  return { ...rest, ...held, shape: OWN_SHAPE, verdict: judged, plan: { ...plan, judging: { ...JUDGING }, phases } };
}

const USUAL = { mustExclude: 0.01, maxFailed: null, maxCpu: 0.95, maxMemory: 0.95 };
const JUDGING = { warmUpMs: 90_000, counts: 'requests', probes: null, signal: null };
