import type { MetricStore, RevisionAt } from '../monitoring/metric-store.ts';
import type { Behaviour } from '../registry/behaviour.ts';
import type { Fleet, Instance } from './fleet.ts';

/** Of its limit, before any request. */
const BASE_MEMORY_SHARE = 0.28;
const BASE_CPU = 0.02;
/** Cloud Run calls an instance idle that had no request for so long. */
const ACTIVE_WITHIN_MS = 1_000;

/** What an instance uses now; `limitMb` is what it may use. */
export function memoryMb({ leakedMb }: Instance, limitMb: number) {
  return BASE_MEMORY_SHARE * limitMb + leakedMb;
}

/** What Cloud Run tells Monitoring of the instances that a revision has at this moment. */
export function sampleFleet(metrics: MetricStore, at: RevisionAt, fleet: Fleet, behaviour: Behaviour, nowMs: number) {
  const there = fleet.instances.filter(({ readyMs }) => readyMs <= nowMs);
  const isActive = (instance: Instance) => nowMs - instance.lastRequestMs <= ACTIVE_WITHIN_MS;
  const active = there.filter(isActive).length;
  const counts = { active, idle: there.length - active };
  for (const [state, count] of Object.entries(counts)) {
    metrics.gauge({ type: 'run.googleapis.com/container/instance_count', at, labels: { state } }, nowMs, count);
  }
  const share = fleet.perInstance(nowMs);
  for (const instance of there) {
    const busy = isActive(instance);
    const state = busy ? 'active' : 'idle';
    const cpu = Math.min(1, BASE_CPU + (behaviour.spinningCpu ?? 0) + (busy ? share.cpu : 0));
    const memory = Math.min(1, memoryMb(instance, fleet.settings.memoryMb) / fleet.settings.memoryMb);
    metrics.observe({ type: 'run.googleapis.com/container/cpu/utilizations', at }, nowMs, cpu);
    metrics.observe({ type: 'run.googleapis.com/container/memory/utilizations', at }, nowMs, memory);
    metrics.observe(
      { type: 'run.googleapis.com/container/max_request_concurrencies', at, labels: { state } },
      nowMs,
      busy ? Math.max(1, Math.ceil(share.concurrency)) : 0,
    );
  }
}
