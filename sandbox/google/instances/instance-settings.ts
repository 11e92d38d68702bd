import { z } from 'zod';
import type { Template } from '../cloud-run/resource.ts';

/** What a template says of its instances, with Cloud Run's own values where it says nothing. */
export type InstanceSettings = {
  /** Requests that an instance takes at once. */
  concurrency: number;
  timeoutMs: number;
  cpus: number;
  memoryMb: number;
  minInstances: number;
  maxInstances: number;
};

const USUAL = { concurrency: 80, timeoutS: 300, cpu: '1', memory: '512Mi', maxInstances: 100 };

const schema = z.looseObject({
  maxInstanceRequestConcurrency: z.number().nullish(),
  timeout: z.looseObject({ seconds: z.coerce.number() }).nullish(),
  containers: z
    .array(
      z.looseObject({ resources: z.looseObject({ limits: z.record(z.string(), z.string()).nullish() }).nullish() }),
    )
    .default([]),
});

export function instanceSettings(template: Template): InstanceSettings {
  const { maxInstanceRequestConcurrency, timeout, containers } = schema.parse(template);
  const { cpu, memory } = { cpu: '', memory: '', ...containers[0]?.resources?.limits };
  return {
    concurrency: maxInstanceRequestConcurrency || USUAL.concurrency,
    timeoutMs: (timeout?.seconds || USUAL.timeoutS) * 1000,
    cpus: cpusOf(cpu || USUAL.cpu),
    memoryMb: mebibytesOf(memory || USUAL.memory),
    minInstances: template.scaling?.minInstanceCount ?? 0,
    maxInstances: template.scaling?.maxInstanceCount || USUAL.maxInstances,
  };
}

/** `2` or `2000m`. */
function cpusOf(quantity: string) {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
}

const BYTES: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** `512Mi`, `1G` and the like. */
function mebibytesOf(quantity: string) {
  const [, number = '0', unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return (Number(number) * (BYTES[unit] ?? 1)) / 2 ** 20;
}
