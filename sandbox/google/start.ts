import { wallClock } from './clock.ts';
import { GoogleModel, type ModelOptions, type SeedService } from './model.ts';
import { addCloudRun } from './wire/cloud-run-service.ts';
import { listen, newGrpcServer } from './wire/grpc-server.ts';
import { addRegistry } from './wire/registry-service.ts';

export type GoogleOptions = Omit<ModelOptions, 'clock' | 'httpUrl'> & { services?: SeedService[]; grpcPort?: number };

export type GoogleSandbox = {
  /** host:port of all emulated Google APIs, for `GCP_SANDBOX`. */
  grpcAddress: string;
  model: GoogleModel;
  stop: () => Promise<void>;
};

/** Starts the emulated Google on loopback. */
export async function startGoogle(options: GoogleOptions = {}): Promise<GoogleSandbox> {
  const { services = [], grpcPort = 0, ...modelOptions } = options;
  const model = new GoogleModel({ ...modelOptions, clock: wallClock });
  model.seed(services);
  const server = newGrpcServer();
  addCloudRun(server, model.run, model.faults);
  addRegistry(server, model.registry, model.faults);
  const port = await listen(server, grpcPort);
  return {
    grpcAddress: `127.0.0.1:${port}`,
    model,
    stop: async () => {
      server.forceShutdown();
    },
  };
}
