import { createRequire } from 'node:module';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const descriptor = z.looseObject({ nested: z.record(z.string(), z.looseObject({})) });

function protosOf(packageName: string): protobuf.INamespace {
  return descriptor.parse(require(`${packageName}/build/protos/protos.json`));
}

const run = protosOf('@google-cloud/run');

/** Request and reply shapes: enums by name, int64 as strings, everything present with protobuf's default. */
const LOADER_OPTIONS = { keepCase: false, longs: String, enums: String, defaults: true, oneofs: true } as const;

const packages = [
  fromJSON(run, LOADER_OPTIONS),
  fromJSON(protosOf('@google-cloud/logging-api'), LOADER_OPTIONS),
  fromJSON(protosOf('@google-cloud/monitoring'), LOADER_OPTIONS),
  fromJSON(protosOf('@google-cloud/artifact-registry'), LOADER_OPTIONS),
];

/** The service definition that the Google packages themselves ship, for example `google.cloud.run.v2.Services`. */
export function serviceDefinition(name: string): ServiceDefinition {
  const definition = packages.map((each) => each[name]).find((each) => each !== undefined);
  if (!definition || 'format' in definition) throw new Error(`no protobuf service is called ${name}`);
  return definition;
}

const runRoot = protobuf.Root.fromJSON(run);

/** Packs a Cloud Run message into google.protobuf.Any. */
export function packRunMessage(messageType: string, message: object) {
  const type = runRoot.lookupType(messageType);
  return {
    type_url: `type.googleapis.com/${messageType}`,
    value: Buffer.from(type.encode(type.fromObject(message)).finish()),
  };
}
