import type { Server } from '@grpc/grpc-js';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import { paginate } from '../page.ts';
import type { Registry } from '../registry/registry.ts';
import { serviceDefinition } from './protos.ts';
import { unary } from './unary.ts';

const named = z.object({ name: z.string() });
const listed = z.object({ parent: z.string(), pageSize: z.number().default(0), pageToken: z.string().default('') });

/** Puts the reading half of Artifact Registry on a gRPC server. */
export function addRegistry(server: Server, registry: Registry, faults: Faults) {
  server.addService(serviceDefinition('google.devtools.artifactregistry.v1.ArtifactRegistry'), {
    listDockerImages: unary(faults, 'ListDockerImages', (request) => registry.listDockerImages(listed.parse(request))),
    getDockerImage: unary(faults, 'GetDockerImage', (request) => registry.getDockerImage(named.parse(request).name)),
    listTags: unary(faults, 'ListTags', (request) => {
      const { parent, ...page } = listed.parse(request);
      const { items, nextPageToken } = paginate(registry.listTags(parent), page, { usual: 100, most: 1000 });
      return { tags: items, nextPageToken };
    }),
    getTag: unary(faults, 'GetTag', (request) => registry.getTag(named.parse(request).name)),
  });
}
