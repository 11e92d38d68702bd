import { z } from 'zod';
import { type Operation, shortName } from '../../cloud-run/resource.ts';
import { parentOf, type RestCall, type RestRoute } from '../rest-call.ts';
import { shown } from './services.ts';

const USUAL_WAIT_MS = 30_000;
const waiting = z
  .object({
    timeout: z
      .string()
      .regex(/^\d+(\.\d+)?s$/)
      .optional(),
  })
  .nullish();
const path = '/v1/projects/{project}/locations/{location}/operations/{id}';

/** Operations, which gcloud waits for after each write. */
export const operationRoutes: RestRoute[] = [
  { method: 'GET', path, rpc: 'v1.GetOperation', answer: (call) => operationToV1(call, find(call)) },
  { method: 'POST', path: `${path}:wait`, rpc: 'v1.WaitOperation', answer: waitOperation },
];

async function waitOperation(call: RestCall) {
  const timeout = waiting.parse(call.body)?.timeout;
  const timeoutMs = timeout === undefined ? USUAL_WAIT_MS : Number.parseFloat(timeout) * 1000;
  return operationToV1(call, await call.model.run.operations.wait(find(call).name, timeoutMs));
}

const find = (call: RestCall) => call.model.run.operations.get(`${parentOf(call)}/operations/${call.id}`);

function operationToV1(call: RestCall, { name, done, error, messageType, metadata }: Operation) {
  if (!done) return { name };
  if (error) return { name, done, error };
  const kind = shortName(messageType.replaceAll('.', '/'));
  const isThere = call.model.run.records().some((record) => record.name === metadata.name);
  const service = kind === 'Service' && isThere ? shown(call, metadata.name) : {};
  return { name, done, response: { '@type': `type.googleapis.com/google.cloud.run.v1.${kind}`, ...service } };
}
