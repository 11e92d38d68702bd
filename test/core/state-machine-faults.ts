import type { ServiceView, WriteOutcome } from '../../src/core/service-view.ts';
import type { TrafficRow } from '../../src/core/traffic.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';

/** What goes wrong between the worker and Cloud Run, each so many times. */
export type Faults = {
  /** Writes that are carried out, and nobody hears of it. */
  lostReplies: number;
  /** Writes whose caller gives up and which are carried out so many calls later. */
  late: number;
  lateByCalls: number;
  /** Writes that Cloud Run refuses with ABORTED although nobody wrote. */
  aborted: number;
  /** Reads that are not answered, after so many that are. */
  away: number;
  answered: number;
};

export const NO_FAULTS: Faults = { lostReplies: 0, late: 0, lateByCalls: 0, aborted: 0, away: 0, answered: 0 };

type Late = { calls: number; readonly write: () => Promise<unknown> };
export type Given = { readonly revision: string; readonly before: number; readonly after: number };

/** Cloud Run as a worker meets it on a bad day. `isReady` tells what is really so. */
export function faultyCloudRun(cloudRun: CloudRun, faults: Faults, isReady: (revision: string) => boolean) {
  let late: Late[] = [];
  const givenToUnready: Given[] = [];
  const arrive = async (isDue: (one: Late) => boolean) => {
    const due = late.filter(isDue);
    late = late.filter((one) => !isDue(one));
    for (const { write } of due) await write();
  };
  const aCallPasses = () => {
    for (const one of late) one.calls -= 1;
    return late.length === 0 ? Promise.resolve() : arrive(({ calls }) => calls <= 0);
  };
  const reading = async <T>(read: () => Promise<T>): Promise<T> => {
    await aCallPasses();
    if (faults.away > 0 && faults.answered-- <= 0) {
      faults.away -= 1;
      throw new Error('Cloud Run did not answer (UNAVAILABLE)');
    }
    return read();
  };
  const writing = async (write: () => Promise<WriteOutcome>): Promise<WriteOutcome> => {
    await aCallPasses();
    if (faults.aborted > 0) {
      faults.aborted -= 1;
      return { kind: 'conflict' };
    }
    if (faults.late > 0) {
      faults.late -= 1;
      late.push({ calls: faults.lateByCalls, write });
      return UNKNOWN;
    }
    const outcome = await write();
    if (faults.lostReplies === 0) return outcome;
    faults.lostReplies -= 1;
    return UNKNOWN;
  };
  const noteUnready = (view: ServiceView, rows: readonly TrafficRow[]) => {
    for (const { revision, percent: after } of rows) {
      const before = view.traffic.filter((row) => row.revision === revision).reduce((sum, row) => sum + row.percent, 0);
      if (after > before && !isReady(revision)) givenToUnready.push({ revision, before, after });
    }
  };
  const faulty: CloudRun = {
    read: (at) => reading(() => cloudRun.read(at)),
    readRevision: (at, revision) => reading(() => cloudRun.readRevision(at, revision)),
    listRevisions: (at) => reading(() => cloudRun.listRevisions(at)),
    createService: (at, service) => writing(() => cloudRun.createService(at, service)),
    createRevision: (view, change) => writing(() => cloudRun.createRevision(view, change)),
    splitTraffic: (view, change) => {
      noteUnready(view, change.traffic);
      return writing(() => cloudRun.splitTraffic(view, change));
    },
    scale: (view, change) => writing(() => cloudRun.scale(view, change)),
  };
  return { cloudRun: faulty, givenToUnready, arriveAll: () => arrive(() => true) };
}

const UNKNOWN = { kind: 'unknown', because: 'Cloud Run did not answer (DEADLINE_EXCEEDED)' } as const;
