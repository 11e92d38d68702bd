import type { Clock } from './clock.ts';
import { CloudRun } from './cloud-run/cloud-run.ts';
import { shortName } from './cloud-run/resource.ts';
import type { Switches, Timings } from './cloud-run/settings.ts';
import { Faults } from './faults.ts';
import { Fleets } from './instances/fleets.ts';
import { type LogDelay, LogStore } from './logging/log-store.ts';
import { AlertStore } from './monitoring/alert-store.ts';
import { MetricStore } from './monitoring/metric-store.ts';
import { Programs } from './program/programs.ts';
import { Registry, versionTags } from './registry/registry.ts';
import { seededRandom } from './seeded-random.ts';
import { writeStartUpLogs } from './traffic/start-up-logs.ts';
import { Traffic } from './traffic/traffic.ts';

export type ModelOptions = {
  clock: Clock;
  switches?: Partial<Switches>;
  timings?: Partial<Timings>;
  /**
   * Logs and metrics arrive, and metrics are sampled, this many times faster than at Google. 1 is as slow as Google; with 60 a
   * minute of metrics is a second, and Monitoring's shortest alignment period is a second too.
   */
  factor?: number;
  /** Same seed, same requests and failures. */
  seed?: number;
  /** Calls of entries.list that Logging takes per minute and project; Google's 60 cannot be raised. Without it there is no quota. */
  logListsPerMinute?: number;
  /** Entries of a minute that one tail session gets; Google's 60 000 when not said. */
  tailEntriesPerMinute?: number;
  /** How late logs are, between the least and the most, in place of what Google's delays divided by the factor are. */
  logDelayMs?: LogDelay;
  /** Base address of the HTTP front; service and tag addresses are paths below it. */
  httpUrl?: () => string;
};

/** One service to begin with: it runs the first healthy version of its image, at 100 %, pinned by name. */
export type SeedService = {
  project: string;
  region: string;
  service: string;
  /** Image repository, without tag or digest. */
  image: string;
  /** Requests per second that the traffic model sends. */
  rps: number;
  /** Single writers: at most one instance, CPU always on. */
  maxInstances?: number;
  /** A client stays with its revision. */
  sessionAffinity?: boolean;
  /** In place of requests it pulls messages from a queue, `rps` of them a second. */
  isPuller?: boolean;
};

/** Everything of Google that the sandbox has, in one process; the wire and the HTTP front are put around it. */
export class GoogleModel {
  readonly clock: Clock;
  readonly registry = new Registry();
  readonly run: CloudRun;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly alerts: AlertStore;
  readonly fleets: Fleets;
  readonly traffic: Traffic;
  readonly faults: Faults;

  constructor(options: ModelOptions) {
    const { clock, switches = {}, timings = {}, factor = 1, seed = 1, httpUrl = () => 'http://127.0.0.1:0' } = options;
    const random = seededRandom(seed);
    this.clock = clock;
    this.faults = new Faults(clock);
    this.run = new CloudRun({
      clock,
      switches,
      timings,
      digestOf: (image) => this.registry.digestOf(image),
      startOf: (digest) => this.registry.behaviourOf(digest).start,
      uriOf: (serviceName, tag) => `${httpUrl()}${addressPath(serviceName, tag)}`,
    });
    const { logListsPerMinute, logDelayMs, tailEntriesPerMinute } = options;
    const quota = logListsPerMinute === undefined ? {} : { listsPerMinute: logListsPerMinute };
    const delay = logDelayMs === undefined ? {} : { delayMs: logDelayMs };
    this.logs = new LogStore({ clock, random, factor, ...quota, ...delay });
    if (tailEntriesPerMinute !== undefined) this.logs.tails.entriesPerMinute = tailEntriesPerMinute;
    this.metrics = new MetricStore({ clock, factor });
    this.alerts = new AlertStore(clock);
    const { logs, metrics, run, registry } = this;
    this.fleets = new Fleets({ random, logs, metrics, registry, factor });
    // Numbers of its own: what programs say changes nothing of how requests end.
    const programs = new Programs(logs, seededRandom(seed + 1));
    this.traffic = new Traffic({ random, logs, metrics, fleets: this.fleets, programs, factor, run, registry });
    this.run.revisions.onSettled.push((revision) => {
      writeStartUpLogs(logs, revision, clock.now());
      this.fleets.settled(revision, clock.now());
    });
  }

  /** Creates services that run at once; the journal does not mention it. */
  seed(services: SeedService[]) {
    for (const service of services) this.#seedService(service);
  }

  #seedService(seed: SeedService) {
    const { project, region, service, image, rps, maxInstances = 10, sessionAffinity = false } = seed;
    this.registry.seed(image, this.clock.now());
    const digest = this.registry.digestOf(`${image}:${versionTags[0]}`);
    const revision = `${service}-00001-seed`;
    const parent = `projects/${project}/locations/${region}`;
    this.traffic.setRate(`${parent}/services/${service}`, rps);
    if (seed.isPuller) this.traffic.setPuller(`${parent}/services/${service}`);
    this.run.install(
      {
        parent,
        serviceId: service,
        service: {
          template: {
            revision,
            containers: [{ image: `${image}@${digest}`, resources: { limits: { cpu: '1', memory: '512Mi' } } }],
            scaling: { minInstanceCount: 0, maxInstanceCount: maxInstances },
            ...(sessionAffinity ? { sessionAffinity } : {}),
          },
          traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent: 100 }],
        },
      },
      'terraform@sandbox.iam.gserviceaccount.com',
    );
  }
}

/** Path of a service, or of one of its tags, on the HTTP front: /s/PROJECT/REGION/SERVICE and /t/PROJECT/REGION/SERVICE/TAG. */
function addressPath(serviceName: string, tag?: string) {
  const [, project, , region] = serviceName.split('/');
  const path = `${project}/${region}/${shortName(serviceName)}`;
  return tag ? `/t/${path}/${tag}` : `/s/${path}`;
}
