import type { RestRoute } from './rest-call.ts';

/** What `gcloud run deploy` asks around the deploy itself. */
export const surroundingRoutes: RestRoute[] = [
  // Is the API switched on? It is.
  {
    method: 'GET',
    path: '/v1/projects/{project}/services/{id}',
    rpc: 'ServiceUsage.GetService',
    answer: ({ project, id }) => ({ name: `projects/${project}/services/${id}`, state: 'ENABLED' }),
  },
  // Which number has the project? `services replace` wants to know.
  {
    method: 'GET',
    path: '/v1/projects/{project}',
    rpc: 'ResourceManager.GetProject',
    answer: ({ project }) => ({ projectId: project, projectNumber: '1', lifecycleState: 'ACTIVE' }),
  },
  // May the caller open a new service to everybody? There is no IAM here, so nobody may.
  {
    method: 'POST',
    path: '/v1/projects/{project}/locations/{location}/services/{id}:testIamPermissions',
    rpc: 'v1.TestIamPermissions',
    answer: () => ({}),
  },
];
