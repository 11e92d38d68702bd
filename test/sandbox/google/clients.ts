import { ArtifactRegistryClient } from '@google-cloud/artifact-registry';
import { LoggingServiceV2Client } from '@google-cloud/logging-api';
import { MetricServiceClient } from '@google-cloud/monitoring';
import { RevisionsClient, ServicesClient } from '@google-cloud/run';
import { credentials } from '@grpc/grpc-js';
import { PassThroughClient } from 'google-auth-library';

export type GoogleClients = {
  services: ServicesClient;
  revisions: RevisionsClient;
  registry: ArtifactRegistryClient;
  logging: LoggingServiceV2Client;
  metrics: MetricServiceClient;
  close: () => Promise<void>;
};

/** Google's own clients, unmodified, pointed at a plaintext address without credentials. */
export function googleClients(grpcAddress: string): GoogleClients {
  const [apiEndpoint = '', port = ''] = grpcAddress.split(':');
  const options = {
    apiEndpoint,
    port: Number(port),
    projectId: 'demo',
    sslCreds: credentials.createInsecure(),
    authClient: new PassThroughClient(),
  };
  const clients = {
    services: new ServicesClient(options),
    revisions: new RevisionsClient(options),
    registry: new ArtifactRegistryClient(options),
    logging: new LoggingServiceV2Client(options),
    metrics: new MetricServiceClient(options),
  };
  const close = async () => {
    await Promise.all(Object.values(clients).map((client) => client.close()));
  };
  return { ...clients, close };
}
