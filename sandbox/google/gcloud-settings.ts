/** gcloud asks these hosts below `localhost`, each for one of its APIs. */
const APIS = ['run', 'logging', 'serviceusage', 'cloudresourcemanager'];

type Target = {
  /** Of the emulated Google. */
  httpUrl: string;
  project: string;
  region: string;
  /** For gcloud's own files, so that those of its user stay as they are. */
  configFolder: string;
  /** File with an e-mail address in it, in the place of an access token: whoever is to be the one who did it. */
  personFile: string;
};

/**
 * The environment in which gcloud talks to the sandbox and to nothing else, with nobody's credentials. The sandbox is gcloud's HTTP
 * proxy, because gcloud puts the region in front of the host, and the names that this makes do not resolve everywhere.
 */
export function gcloudSettings({ httpUrl, project, region, configFolder, personFile }: Target): Record<string, string> {
  const { hostname, port } = new URL(httpUrl);
  const overrides = APIS.map((api) => [
    `CLOUDSDK_API_ENDPOINT_OVERRIDES_${api.toUpperCase()}`,
    `http://${api}.localhost/`,
  ]);
  return {
    CLOUDSDK_CONFIG: configFolder,
    CLOUDSDK_CORE_PROJECT: project,
    CLOUDSDK_RUN_REGION: region,
    CLOUDSDK_PROXY_TYPE: 'http_no_tunnel',
    CLOUDSDK_PROXY_ADDRESS: hostname,
    CLOUDSDK_PROXY_PORT: port,
    ...Object.fromEntries(overrides),
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: personFile,
    CLOUDSDK_CORE_CHECK_GCE_METADATA: 'false',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
  };
}
