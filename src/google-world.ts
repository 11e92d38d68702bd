import { cloudRun } from './cloudrun/cloud-run.ts';
import type { WorkerEnv } from './config/env.ts';
import { googleConnection } from './google-connection.ts';
import { idTokens } from './google-id-tokens.ts';
import { probe } from './http/probe.ts';
import { errorLog } from './logging/error-log.ts';
import { requestTail } from './logging/request-tail.ts';
import { alerts } from './monitoring/alerts.ts';
import { metrics } from './monitoring/metrics.ts';
import { registry } from './registry/registry.ts';

/** All of Google that jobs touch, or the sandbox in its place. */
export function googleWorld({
  gcpSandbox,
  gcpSandboxHttp,
  metricPeriodMs,
}: Pick<WorkerEnv, 'gcpSandbox' | 'gcpSandboxHttp' | 'metricPeriodMs'>) {
  const google = googleConnection({ sandbox: gcpSandbox });
  return {
    cloudRun: cloudRun(google),
    registry: registry(google),
    tail: requestTail(google),
    errorLog: errorLog(google),
    metrics: metrics(google, metricPeriodMs),
    probe: probe(idTokens({ sandbox: gcpSandbox })),
    alerts: alerts(gcpSandbox === null ? null : { url: gcpSandboxHttp }),
  };
}
