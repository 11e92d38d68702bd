import type { RestRoute } from './rest-call.ts';

/** `gcloud run deploy` asks whether the API is switched on. It is. */
export const serviceUsageRoutes: RestRoute[] = [
  {
    method: 'GET',
    path: '/v1/projects/{project}/services/{id}',
    rpc: 'ServiceUsage.GetService',
    answer: ({ project, id }) => ({ name: `projects/${project}/services/${id}`, state: 'ENABLED' }),
  },
];
