import type { Clock } from './clock.ts';
import { CloudRun } from './cloud-run/cloud-run.ts';
import { shortName } from './cloud-run/resource.ts';
import type { Switches, Timings } from './cloud-run/settings.ts';
import { Faults } from './faults.ts';
import { Registry, versionTags } from './registry/registry.ts';

export type ModelOptions = {
  clock: Clock;
  switches?: Partial<Switches>;
  timings?: Partial<Timings>;
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
};

/** Everything of Google that the sandbox has, in one process; the wire and the HTTP front are put around it. */
export class GoogleModel {
  readonly clock: Clock;
  readonly registry = new Registry();
  readonly run: CloudRun;
  readonly faults: Faults;

  constructor(options: ModelOptions) {
    const { clock, switches = {}, timings = {}, httpUrl = () => 'http://127.0.0.1:0' } = options;
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
  }

  /** Creates services that run at once; the journal does not mention it. */
  seed(services: SeedService[]) {
    for (const service of services) this.#seedService(service);
  }

  #seedService({ project, region, service, image, maxInstances = 10 }: SeedService) {
    this.registry.seed(image, this.clock.now());
    const digest = this.registry.digestOf(`${image}:${versionTags[0]}`);
    const revision = `${service}-00001-seed`;
    const parent = `projects/${project}/locations/${region}`;
    this.run.install(
      {
        parent,
        serviceId: service,
        service: {
          template: {
            revision,
            containers: [{ image: `${image}@${digest}`, resources: { limits: { cpu: '1', memory: '512Mi' } } }],
            scaling: { minInstanceCount: 0, maxInstanceCount: maxInstances },
          },
          traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent: 100 }],
        },
      },
      'terraform@sandbox.iam.gserviceaccount.com',
    );
  }
}

/** Path of a service, or of one of its tags, on the HTTP front: /s/PROJECT/REGION/SERVICE and /t/PROJECT/REGION/SERVICE/TAG. */
export function addressPath(serviceName: string, tag?: string) {
  const [, project, , region] = serviceName.split('/');
  const path = `${project}/${region}/${shortName(serviceName)}`;
  return tag ? `/t/${path}/${tag}` : `/s/${path}`;
}
