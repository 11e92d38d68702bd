import type { Environment, Service } from '../src/core/catalog.ts';
import type { Minute } from '../src/core/evidence/evidence.ts';
import { HOUR_MS, lastHour } from '../src/core/evidence/last-hour.ts';
import type { LastHour } from '../src/core/planner.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import { inTime } from './in-time.ts';
import { placeOf, type World } from './job.ts';
import { wantedOf } from './minutes.ts';

/** Somebody waits for the plan that this is advice for. */
const PATIENCE_MS = 3_000;

type Place = {
  readonly service: Pick<Service, 'name' | 'phases' | 'signal'>;
  readonly env: Environment;
  /** What serves everything now; null where traffic is split, and then all revisions are measured together. */
  readonly stable: string | null;
};
type Asked = Pick<World, 'evidence' | 'metrics' | 'now' | 'log'>;

/**
 * What came in the last hour: from the minutes that are stored, else (in the first minutes of an install, or where nothing
 * came) from Monitoring itself. Null where nobody knows in time; no plan waits for it or fails by it.
 */
export async function readLastHour(place: Place, world: Asked): Promise<LastHour | null> {
  try {
    return await inTime(look(place, world), PATIENCE_MS, null);
  } catch (error) {
    world.log('lastHour.unread', { service: place.service.name, env: place.env.name, err: error });
    return null;
  }
}

async function look({ service, env, stable }: Place, world: Asked): Promise<LastHour> {
  const at = placeOf(service, env);
  const untilMs = world.now();
  const stored = await world.evidence.read(at, [], untilMs - HOUR_MS);
  const minutes = stored.minutes.length > 0 ? stored.minutes : await askMonitoring(at, { service, untilMs }, world);
  return summary(minutes, stable, untilMs);
}

async function askMonitoring(
  at: ServiceAt,
  { service, untilMs }: Pick<Place, 'service'> & { readonly untilMs: number },
  { metrics }: Asked,
): Promise<readonly Minute[]> {
  const wanted = wantedOf(service);
  const isIt = (one: ServiceAt) => one.service === at.service && one.region === at.region;
  const volumes = wanted.volume === null ? [] : [wanted.volume];
  const ofIt = (one: ServiceAt) => (isIt(one) ? wanted : null);
  const { services } = await metrics.minutes(at.project, untilMs - HOUR_MS, untilMs, ofIt, volumes);
  return services.filter((one) => isIt(one.at)).flatMap((one) => one.minutes);
}

/** Without a minute where Monitoring answers nothing came: it counts what came, and nothing else. */
function summary(minutes: readonly Minute[], stable: string | null, untilMs: number): LastHour {
  const hourOf = (some: readonly Minute[]) => lastHour({ minutes: some, alerts: [] }, untilMs);
  const { perSecond, requests } = hourOf(minutes);
  const own = hourOf(stable === null ? minutes : minutes.filter(({ revision }) => revision === stable));
  const share = (bad: number) => (own.requests > 0 ? bad / own.requests : 0);
  return { perSecond: perSecond ?? 0, requests, errorShare: share(own.errors), slowShare: share(own.slow) };
}
