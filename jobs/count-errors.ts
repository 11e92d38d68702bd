import type { LogEntry } from '../src/core/logged/entry.ts';
import { loggedErrors } from '../src/core/logged/logged-errors.ts';
import { rejoined } from '../src/core/logged/rejoin.ts';
import type { Signable } from '../src/core/mining/sign.ts';
import type { Signed } from '../src/core/mining/signature.ts';
import type { SignedError } from '../src/ports/patterns.ts';
import type { Heard } from './error-intake.ts';
import type { World } from './job.ts';

/** Long entries take three milliseconds each, and the same process looks at canaries and takes rollbacks. */
const SIGNED_AT_ONCE = 50;

export type CountingErrors = {
  readonly world: Pick<World, 'errors' | 'redact'>;
  /** Services of others are nobody's. */
  readonly isKnown: (service: string) => boolean;
  readonly sign: (error: Signable) => Signed;
};

/** Counts what was heard of a project's errors, service by service, without a secret. Safe to do twice. */
export async function countErrors(project: string, heard: readonly Heard[], counting: CountingErrors): Promise<void> {
  const { world, isKnown } = counting;
  for (const group of Map.groupBy(heard, ({ service, region }) => `${service} ${region}`).values()) {
    const [first] = group;
    if (!first || !isKnown(first.service)) continue;
    const { service, region } = first;
    const entries = group.flatMap((one) => ('unread' in one ? [] : [one]));
    const unread = group.reduce((sum, one) => sum + ('unread' in one ? one.unread : 0), 0);
    await world.errors.count({ project, region, service }, await signedErrors(entries, counting), unread);
  }
}

async function signedErrors(
  entries: readonly LogEntry[],
  { world, sign }: Pick<CountingErrors, 'world' | 'sign'>,
): Promise<readonly SignedError[]> {
  const joined = rejoined(entries);
  const signed: SignedError[] = [];
  for (let from = 0; from < joined.length; from += SIGNED_AT_ONCE) {
    if (from > 0) await new Promise((othersHadTheirs) => setImmediate(othersHadTheirs));
    const some = joined.slice(from, from + SIGNED_AT_ONCE).flatMap((one) => one.entries);
    for (const error of loggedErrors(some, world.redact)) {
      const { insertId, atMs, revision, instance, request, example } = error;
      signed.push({ insertId, atMs, revision, instance, request, example, ...sign(error) });
    }
  }
  return signed;
}
