import { HOUR_MS } from '../src/core/evidence/last-hour.ts';
import type { Person } from '../src/core/person.ts';
import type { AskedFor, ErrorsRequest } from '../src/core/request.ts';
import { beganAtMs, type Rollout } from '../src/core/rollout.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import { sinceMs } from '../src/core/since.ts';
import { split } from '../src/core/traffic.ts';
import { errorSummary } from '../src/messages/error-summary.ts';
import type { Reply } from './command.ts';
import { type ErrorsAsked, errorReport } from './errors.ts';
import { entriesOf, homeOf, placeOf, type World } from './job.ts';
import { sharesOf } from './tell-errors.ts';

type Asked = { readonly asked: AskedFor; readonly request: ErrorsRequest; readonly person: Person };

/** Whose errors are asked for: the canary of a rollout, beside its stable, or what serves, beside nothing. */
type Subject = Omit<ErrorsAsked, 'beforeMs' | 'listsWithinMs'>;

/** Somebody waits for the answer. */
const LISTS_WITHIN_MS = 10_000;

/** What a service logs as errors, told to who asks alone, and kept for the buttons under it. */
export async function showErrors({ asked, request, person }: Asked, world: World): Promise<Reply> {
  if (person.standing !== 'member') return { refusal: { kind: 'notAMember', who: person.standing } };
  const { service, env } = request;
  const subject = await subjectOf(request, world);
  if (subject === null) return { refusal: { kind: 'noService', service, env } };
  const report = await errorReport({ ...subject, beforeMs: HOUR_MS, listsWithinMs: LISTS_WITHIN_MS }, world);
  if (report === null) throw new Error('what services log as errors cannot be read');
  const shown = { at: subject.at, service, env, report };
  const reportId = `asked-${asked.key.slice(0, 20)}`;
  const content = errorSummary(shown, reportId, 'asked');
  if (content === null) throw new Error('who asks is told, also that there is nothing');
  // Before it is told: its buttons may be pressed at once.
  await world.reports.keep(reportId, shown);
  return { content };
}

async function subjectOf(request: ErrorsRequest, world: World): Promise<Subject | null> {
  const nowMs = world.now();
  const rollout = await rolloutMeant(request, world);
  if (rollout !== null) return ofRollout(rollout, request.sinceMs, nowMs);
  const { service, env } = entriesOf(request, world.catalog);
  const at = placeOf(service, env);
  const most = await servingMost(at, world);
  if (most === null) return null;
  const span = { fromMs: request.sinceMs ?? sinceMs(null, nowMs), untilMs: nowMs };
  return { at, subject: most.revision, beside: null, span, shifts: [{ atMs: 0, percent: most.percent }] };
}

/** A plan that was not started has no canary yet. */
async function rolloutMeant({ rolloutId, service, env }: ErrorsRequest, { rollouts }: World): Promise<Rollout | null> {
  const stored = rolloutId === null ? await rollouts.live(service, env) : await rollouts.read(rolloutId);
  return stored && stored.rollout.fence > 0 ? stored.rollout : null;
}

/** Of one that has ended: all of it, unless somebody says since when. */
function ofRollout(rollout: Rollout, saidMs: number | null, nowMs: number): Subject {
  const { canary, stable } = rollout;
  const shifts = sharesOf(rollout);
  const home = { at: homeOf(rollout), subject: canary, beside: stable?.revision ?? null, shifts };
  if (saidMs === null && 'endedAtMs' in rollout) {
    return { ...home, span: { fromMs: beganAtMs(rollout), untilMs: rollout.endedAtMs } };
  }
  return { ...home, span: { fromMs: saidMs ?? sinceMs(null, nowMs), untilMs: nowMs } };
}

type Serving = { readonly revision: string; readonly percent: number };

/** Of several with the same share the newest; where none serves, the newest there is: it may not start at all. */
async function servingMost(at: ServiceAt, { cloudRun }: World): Promise<Serving | null> {
  const view = await cloudRun.read(at);
  if (view === null) return null;
  const shares = split(view.serving);
  const percent = Math.max(0, ...shares.values());
  const most = [...shares.keys()].filter((revision) => shares.get(revision) === percent);
  const [first = view.latestCreated] = most;
  if (most.length < 2) return first === '' ? null : { revision: first, percent };
  const newestFirst = await cloudRun.listRevisions(at);
  return { revision: newestFirst.find(({ revision }) => most.includes(revision))?.revision ?? first, percent };
}
