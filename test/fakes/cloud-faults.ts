import { never } from '../../src/core/never.ts';
import type { WriteOutcome } from '../../src/core/service-view.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';

/**
 * What may become of a call. `lost`: carried out, and the reply never came. `late`: given up by us, carried out when `deliver`
 * is called. The others are answers of Cloud Run, and nothing was done.
 */
export type Answer = 'lost' | 'late' | 'ABORTED' | keyof typeof SENTENCES;

const SENTENCES = {
  UNAVAILABLE: 'Cloud Run did not answer (UNAVAILABLE)',
  DEADLINE_EXCEEDED: 'Cloud Run did not answer (DEADLINE_EXCEEDED)',
  RESOURCE_EXHAUSTED: 'Cloud Run refused (RESOURCE_EXHAUSTED): quota exceeded',
  PERMISSION_DENIED: "Cloud Run refused (PERMISSION_DENIED): 'run.services.update' denied",
  INVALID_ARGUMENT: 'Cloud Run refused (INVALID_ARGUMENT): not like this',
} as const;

type Planned = { readonly on: 'reads' | 'writes'; readonly answer: Answer; times: number; after: number };

/** A Cloud Run whose next calls are answered as planned, in the words of the adapter; what is not planned is carried out. */
export function faultyCloudRun(cloudRun: CloudRun) {
  let planned: Planned[] = [];
  const late: (() => Promise<WriteOutcome>)[] = [];
  const asked: Planned['on'][] = [];
  const next = (on: Planned['on']): Answer | null => {
    asked.push(on);
    const found = planned.find((one) => one.on === on && one.times > 0);
    if (!found) return null;
    if (found.after > 0) {
      found.after -= 1;
      return null;
    }
    found.times -= 1;
    return found.answer;
  };
  const read = async <T>(carryOut: () => Promise<T>): Promise<T> => {
    const answer = next('reads');
    if (answer !== null) throw new Error(SENTENCES[wordOf(answer)]);
    return carryOut();
  };
  const write = async (carryOut: () => Promise<WriteOutcome>): Promise<WriteOutcome> => {
    const answer = next('writes');
    if (answer === null) return carryOut();
    if (answer === 'lost') await carryOut();
    if (answer === 'late') late.push(carryOut);
    return outcomeOf(answer);
  };
  const faulty: CloudRun = {
    read: (at) => read(() => cloudRun.read(at)),
    readRevision: (at, revision) => read(() => cloudRun.readRevision(at, revision)),
    listRevisions: (at) => read(() => cloudRun.listRevisions(at)),
    createService: (at, service) => write(() => cloudRun.createService(at, service)),
    createRevision: (view, change) => write(() => cloudRun.createRevision(view, change)),
    splitTraffic: (view, change) => write(() => cloudRun.splitTraffic(view, change)),
    scale: (view, change) => write(() => cloudRun.scale(view, change)),
  };
  return {
    cloudRun: faulty,
    /** The next `times` of them, when `after` more have been carried out. */
    inject: (on: Planned['on'], answer: Answer, { times = 1, after = 0 } = {}) => {
      planned.push({ on, answer, times, after });
    },
    clear: () => {
      planned = [];
    },
    /** The writes that were given up arrive now, in their order. */
    deliver: async () => {
      const outcomes: WriteOutcome[] = [];
      for (const carryOut of late.splice(0)) outcomes.push(await carryOut());
      return outcomes;
    },
    /** How often Cloud Run was asked for something, whatever it answered. */
    count: (on: Planned['on']) => asked.filter((one) => one === on).length,
  };
}

/** Of what was carried out, now or later, we know only that nobody answered in time. */
function wordOf(answer: Answer): keyof typeof SENTENCES {
  if (answer === 'lost' || answer === 'late' || answer === 'ABORTED') return 'DEADLINE_EXCEEDED';
  return answer;
}

/** As the adapter tells it; `test/cloudrun/writing.test.ts` holds it to the codes. */
function outcomeOf(answer: Answer): WriteOutcome {
  const because = SENTENCES[wordOf(answer)];
  switch (answer) {
    case 'ABORTED':
      return { kind: 'conflict' };
    case 'RESOURCE_EXHAUSTED':
      throw new Error(because);
    case 'PERMISSION_DENIED':
    case 'INVALID_ARGUMENT':
      return { kind: 'refused', because };
    case 'lost':
    case 'late':
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
      return { kind: 'unknown', because };
    default:
      return never(answer);
  }
}
