import { wallClock } from './clock.ts';
import { startHttpFront } from './http/front.ts';
import { GoogleModel, type ModelOptions, type SeedService } from './model.ts';
import { addCloudRun } from './wire/cloud-run-service.ts';
import { listen, newGrpcServer } from './wire/grpc-server.ts';
import { addLogging } from './wire/logging-service.ts';
import { addMonitoring } from './wire/monitoring-service.ts';
import { addRegistry } from './wire/registry-service.ts';

export type GoogleOptions = Omit<ModelOptions, 'clock' | 'httpUrl'> & {
  services?: SeedService[];
  /** 0, the default, takes a free port. */
  grpcPort?: number;
  httpPort?: number;
};

export type GoogleSandbox = {
  /** host:port of all emulated Google APIs, for `GCP_SANDBOX`. */
  grpcAddress: string;
  /** Where services, tags and /control answer. */
  httpUrl: string;
  model: GoogleModel;
  stop: () => Promise<void>;
};

const TICK_MS = 100;

/** Starts the emulated Google on loopback, with traffic going to the services it begins with. */
export async function startGoogle(options: GoogleOptions = {}): Promise<GoogleSandbox> {
  const { services = [], grpcPort = 0, httpPort = 0, ...modelOptions } = options;
  let httpUrl = '';
  const model = new GoogleModel({ ...modelOptions, clock: wallClock, httpUrl: () => httpUrl });
  const front = await startHttpFront(model, httpPort);
  httpUrl = front.url;
  model.seed(services);

  const server = newGrpcServer();
  addCloudRun(server, model.run, model.faults);
  addRegistry(server, model.registry, model.faults);
  addLogging(server, model.logs, model.faults);
  addMonitoring(server, model.metrics, model.faults);
  const port = await listen(server, grpcPort);
  const ticking = setInterval(() => model.traffic.tick(Date.now()), TICK_MS);

  const stop = async () => {
    clearInterval(ticking);
    server.forceShutdown();
    await front.close();
  };
  return { grpcAddress: `127.0.0.1:${port}`, httpUrl, model, stop };
}
