import type { Template } from './resource.ts';

/** Two templates with the same key make the same revision, also when one of them went through a client and back. */
export function templateKey(template: Template) {
  const { revision: _revision, ...settings } = template;
  return canonical({ ...settings, ...platformDefaults(settings) });
}

/** Equal texts for values that protobuf cannot tell apart: unset fields and defaults are left out, keys are sorted. */
export function canonical(value: object) {
  return JSON.stringify(withoutDefaults(value) ?? {});
}

/** Cloud Run fills these in by itself: 80 requests at once, 300 s. */
function platformDefaults(settings: Record<string, unknown>) {
  return {
    maxInstanceRequestConcurrency: settings['maxInstanceRequestConcurrency'] || 80,
    timeout: settings['timeout'] ?? { seconds: '300' },
  };
}

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value.map((item) => withoutDefaults(item) ?? null) : undefined;
  if (typeof value === 'object' && value !== null) return objectWithoutDefaults(value);
  if (typeof value === 'string' && (value === '' || value === '0' || value.endsWith('_UNSPECIFIED'))) return undefined;
  return value === null || value === 0 || value === false ? undefined : value;
}

/** proto-loader names the chosen member of a oneof in a field of its own (`values: 'value'`), which says nothing new. */
const isOneofMarker = (field: string, value: unknown, siblings: object) =>
  typeof value === 'string' && (field === 'values' || field.startsWith('_')) && value in siblings;

function objectWithoutDefaults(source: object) {
  const kept = Object.entries(source)
    .filter(([field, value]) => !isOneofMarker(field, value, source))
    .map(([field, value]) => [field, withoutDefaults(value)] as const)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
