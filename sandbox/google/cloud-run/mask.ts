import { plainCopy } from '../plain-copy.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { type ServiceInput, type ServiceSpec, serviceSpecSchema } from './resource.ts';

type Fields = Record<string, unknown>;

const WRITABLE = new Set([
  'description',
  'labels',
  'annotations',
  'client',
  'clientVersion',
  'ingress',
  'launchStage',
  'binaryAuthorization',
  'template',
  'traffic',
  'scaling',
  'invokerIamDisabled',
  'defaultUriDisabled',
  'customAudiences',
  'iapEnabled',
]);

/** Named in a mask without effect, as AIP-203 says of output-only fields. */
const OUTPUT_ONLY = new Set(['name', 'uid', 'etag', 'generation', 'reconciling', 'trafficStatuses', 'uri', 'urls']);

/** Keeps of a whole Service only what a caller may write. */
export function writableFields(service: ServiceInput): ServiceSpec {
  const kept = Object.entries(service).filter(([field]) => WRITABLE.has(field));
  return serviceSpecSchema.parse(Object.fromEntries(kept));
}

/**
 * The spec after an update. Paths are snake_case and may reach into `template` and `scaling` (`template.containers`).
 * Without a mask, or with `*`, everything writable is replaced, which is how people lose settings they did not send.
 */
export function applyMask(current: ServiceSpec, update: ServiceSpec, paths: readonly string[]): ServiceSpec {
  if (paths.length === 0 || paths.includes('*')) return update;
  const next: Fields = plainCopy(current);
  for (const path of paths) copyField(update, next, fieldsOf(path));
  return serviceSpecSchema.parse(next);
}

function fieldsOf(path: string) {
  if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/.test(path)) {
    throw new RpcError(Code.invalidArgument, `update_mask: '${path}' is not a snake_case field path`);
  }
  const fields = path
    .split('.')
    .map((part) => part.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()));
  const top = fields[0] ?? '';
  if (!WRITABLE.has(top) && !OUTPUT_ONLY.has(top)) {
    throw new RpcError(Code.invalidArgument, `update_mask: unknown field '${path}'`);
  }
  return WRITABLE.has(top) ? fields : [];
}

function copyField(from: Fields, to: Fields, fields: string[]) {
  const [field, ...deeper] = fields;
  if (field === undefined) return;
  if (deeper.length === 0) {
    to[field] = plainCopy(from[field]);
    return;
  }
  const target = childOf(to, field);
  to[field] = target;
  copyField(childOf(from, field), target, deeper);
}

function childOf(parent: Fields, field: string): Fields {
  const child = parent[field];
  return typeof child === 'object' && child !== null ? { ...child } : {};
}
