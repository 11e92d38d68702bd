import { Code, RpcError } from '../rpc-error.ts';
import type { RestCall, RestRoute } from './rest-call.ts';

/** Monitoring v3's projects.alerts, which Google offers over REST alone; of filters it knows the state. */
export const alertRoutes: RestRoute[] = [
  { method: 'GET', path: '/v3/projects/{project}/alerts', rpc: 'ListAlerts', answer: listAlerts },
];

const STATE_FILTER = /^state\s*=\s*"?(OPEN|CLOSED)"?$/;

function listAlerts({ model, project, query }: RestCall) {
  const filter = query.get('filter') ?? '';
  const [, wanted] = STATE_FILTER.exec(filter) ?? [];
  if (filter !== '' && wanted === undefined) throw new RpcError(Code.invalidArgument, `filter: cannot read ${filter}`);
  const alerts = model.alerts
    .of(project)
    .map(({ id, policy, openedMs, closedMs, resourceLabels, userLabels }) => ({
      name: `projects/${project}/alerts/${id}`,
      state: closedMs === undefined ? 'OPEN' : 'CLOSED',
      openTime: new Date(openedMs).toISOString(),
      ...(closedMs === undefined ? {} : { closeTime: new Date(closedMs).toISOString() }),
      resource: { type: 'cloud_run_revision', labels: { project_id: project, ...resourceLabels } },
      policy: { name: `projects/${project}/alertPolicies/${policy}`, displayName: policy, userLabels },
    }))
    .filter(({ state }) => wanted === undefined || state === wanted);
  return alerts.length > 0 ? { alerts } : {};
}
