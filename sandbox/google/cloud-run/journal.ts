import { Code, RpcError } from '../rpc-error.ts';
import { isLatest, type ServiceInput, type ServiceSpec } from './resource.ts';

type JournalTraffic = { revision: string; percent: number; tag: string };

export type WriteOutcome =
  | 'committed'
  | 'unchanged'
  | 'validated'
  | 'aborted'
  | 'invalid'
  | 'alreadyExists'
  | 'notFound'
  | 'failedPrecondition'
  | 'refused';

/** One mutating call that reached Cloud Run, whatever came of it. Traffic is the desired one; LATEST is written as `LATEST`. */
export type JournalEntry = {
  atMs: number;
  method: 'CreateService' | 'UpdateService' | 'DeleteService' | 'DeleteRevision';
  service: string;
  caller: string;
  client: string;
  etagSent: string;
  mask: string[];
  trafficBefore: JournalTraffic[];
  /** What LATEST meant before the write, or was about to mean. */
  latestBefore: string;
  trafficAfter: JournalTraffic[];
  annotations: Record<string, string>;
  /** Name asked for in the template, when the write touched it; else ''. */
  revision: string;
  manualInstanceCount: number | null;
  outcome: WriteOutcome;
  message: string;
};

/** What a caller sent, before anything is known about its fate. */
export function attempt(entry: {
  atMs: number;
  method: JournalEntry['method'];
  service: string;
  caller: string;
  sent: ServiceInput;
  mask: readonly string[];
  before: ServiceSpec | undefined;
  latestBefore: string;
}): JournalEntry {
  const { sent, mask, before, latestBefore } = entry;
  const touches = (field: string) => mask.length === 0 || mask.some((path) => path.split('.')[0] === field);
  const trafficBefore = journalTraffic(before?.traffic ?? []);
  return {
    atMs: entry.atMs,
    method: entry.method,
    service: entry.service,
    caller: entry.caller,
    client: sent.client ?? '',
    etagSent: sent.etag ?? '',
    mask: [...mask],
    trafficBefore,
    latestBefore,
    trafficAfter: touches('traffic') ? journalTraffic(sent.traffic ?? []) : trafficBefore,
    annotations: (touches('annotations') ? sent.annotations : before?.annotations) ?? {},
    revision: (touches('template') && sent.template?.revision) || '',
    manualInstanceCount: (touches('scaling') ? sent.scaling : before?.scaling)?.manualInstanceCount ?? null,
    outcome: 'refused',
    message: '',
  };
}

function journalTraffic(traffic: NonNullable<ServiceInput['traffic']>): JournalTraffic[] {
  return traffic.map(({ type, revision = '', percent = 0, tag = '' }) => ({
    revision: type && isLatest({ type, revision, percent, tag }) ? 'LATEST' : revision,
    percent,
    tag,
  }));
}

const OUTCOME_OF_CODE: Record<number, WriteOutcome> = {
  [Code.aborted]: 'aborted',
  [Code.invalidArgument]: 'invalid',
  [Code.alreadyExists]: 'alreadyExists',
  [Code.notFound]: 'notFound',
  [Code.failedPrecondition]: 'failedPrecondition',
};

/** Every write in the order in which Cloud Run took it: the proof of what was really done. */
export class Journal {
  readonly entries: JournalEntry[] = [];

  /** Runs the write and records how it ended; a refusal is recorded and thrown on. */
  record<T extends { outcome: WriteOutcome }>(entry: JournalEntry, write: () => T): T {
    this.entries.push(entry);
    try {
      const result = write();
      entry.outcome = result.outcome;
      return result;
    } catch (error) {
      entry.outcome = error instanceof RpcError ? (OUTCOME_OF_CODE[error.code] ?? 'refused') : 'refused';
      entry.message = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  of(service: string) {
    return this.entries.filter((entry) => entry.service === service);
  }
}
