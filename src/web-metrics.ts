import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Handled } from './slack/answering.ts';

/** Slack waits three seconds; what matters is how far away from that we are. */
const BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];

/** The figures of the web process: how long answers took, and how many broke. */
export function webMetrics(): { readonly registry: Registry; observe(handled: Handled): void } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({
    name: 'slipway_answer_seconds',
    help: 'Time from a verified request of Slack to its answer.',
    labelNames: ['what', 'how'],
    buckets: BUCKETS_S,
    registers: [registry],
  });
  return { registry, observe: ({ what, how, tookMs }) => answers.observe({ what, how }, tookMs / 1000) };
}
