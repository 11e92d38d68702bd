import type { RevisionRecord } from '../cloud-run/records.ts';
import { serviceOfRevision, shortName } from '../cloud-run/resource.ts';
import type { Behaviour } from '../registry/behaviour.ts';
import { hex } from '../seeded-random.ts';
import { type Outcome, outcomeOf, type Trouble } from './outcome.ts';
import { entryAt, placeOf } from './place.ts';
import type { Answer, ServeParts } from './serve.ts';

/** What people made of their log: how many messages were done, well or not. */
export const MESSAGES_METRIC = 'logging.googleapis.com/user/messages';
/** `jsonPayload.event` of the line that each failed message leaves. */
export const MESSAGE_FAILED = 'message_failed';

/**
 * A revision that pulls messages from a queue does with them what its image would do with requests, and nothing of it is
 * a request: there is a line of its container for each failure, and a metric of its own. Null while no instance is there.
 */
export function pullMessage(
  { random, logs, metrics, fleets, factor }: ServeParts,
  pulled: { revision: RevisionRecord; behaviour: Behaviour; atMs: number; trouble: Trouble },
): Answer | null {
  const { revision, behaviour, trouble } = pulled;
  const fleet = fleets.of(revision);
  const instance = behaviour.start === 'ready' ? fleet.take(pulled.atMs, random(), random()) : null;
  // What nobody takes stays in the queue.
  if (instance === null) return null;
  const atMs = Math.max(pulled.atMs, instance.readyMs);
  const timeoutMs = fleet.settings.timeoutMs / factor;
  const outcome = outcomeOf(random, { behaviour, revision, fleet, instance, atMs, trouble, timeoutMs });
  fleet.answered(outcome.latencyMs);
  const endedMs = atMs + outcome.latencyMs;
  const place = placeOf(serviceOfRevision(revision.name), shortName(revision.name));
  const isDone = outcome.status < 500;
  metrics.count({ type: MESSAGES_METRIC, at: place, labels: { outcome: isDone ? 'done' : 'failed' } }, endedMs);
  if (!isDone) {
    const at = entryAt(place, 'run.googleapis.com%2Fstderr', instance.id);
    const jsonPayload = { event: MESSAGE_FAILED, message: wordsFor(outcome), messageId: `msg_${hex(random, 12)}` };
    logs.write({ ...at, timestampMs: endedMs, severity: 'ERROR', jsonPayload });
  }
  return { status: outcome.status, latencyMs: outcome.latencyMs };
}

function wordsFor({ kind }: Outcome) {
  return kind === 'answered' ? 'message could not be handled: unknown currency' : `message was given up: ${kind}`;
}
