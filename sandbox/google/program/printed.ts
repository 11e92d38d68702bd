import { SEVERITIES, type Severity } from '../filter/compare.ts';
import type { NewLogEntry } from '../logging/entry.ts';
import type { Random } from '../seeded-random.ts';
import { entryAt, type Place } from '../traffic/place.ts';

/** What a program prints at once: lines of text, or one object of a logger that writes JSON. */
export type Printed = { readonly stream: 'stdout' | 'stderr' } & (
  | { readonly text: string }
  | { readonly json: Readonly<Record<string, unknown>> }
);

/** What a program has at hand when it prints. */
export type Telling = { readonly random: Random; readonly service: string };

export type Printer = (telling: Telling) => Printed;

/** Where and when it was printed, and in which request. */
export type Source = {
  readonly place: Place;
  readonly instanceId: string;
  readonly trace: string;
  readonly atMs: number;
};

/** A trace is printed in one go: what another request prints comes before it or after it. */
const LINE_MS = 0.002;

/**
 * What Logging has of it. Of text each line is an entry without severity that nobody can tie to a request; JSON is one
 * entry, with the severity and the trace that stand in it. A `level` is the program's own word, and no severity.
 */
export function entriesOf(printed: Printed, { place, instanceId, trace, atMs }: Source): NewLogEntry[] {
  const at = entryAt(place, `run.googleapis.com%2F${printed.stream}`, instanceId);
  if ('text' in printed) {
    const lines = printed.text.split('\n').filter((line) => line !== '');
    return lines.map((textPayload, nth) => ({
      ...at,
      timestampMs: atMs + nth * LINE_MS,
      severity: 'DEFAULT',
      textPayload,
    }));
  }
  const { severity, ...jsonPayload } = printed.json;
  return [{ ...at, trace, timestampMs: atMs, severity: severityOf(severity), jsonPayload }];
}

function severityOf(told: unknown): Severity {
  return SEVERITIES.find((severity) => severity === told) ?? 'DEFAULT';
}
