import { GoogleAuth } from 'google-auth-library';
import { z } from 'zod';
import type { Alerts, ServiceAlert } from '../ports/cloud.ts';

/** A policy whose alerts name no Cloud Run service says with this label which one it watches. */
const SERVICE_LABEL = 'slipway-service';
const MONITORING = 'https://monitoring.googleapis.com';
const READ_SCOPE = 'https://www.googleapis.com/auth/monitoring.read';
/** The most that one page may have; what does not fit is older than a thousand open incidents. */
const PAGE_SIZE = 1_000;
const TIMEOUT_MS = 10_000;

const labels = z.record(z.string(), z.string()).default({});
const listed = z.object({
  alerts: z
    .array(
      z.object({
        name: z.string(),
        state: z.string(),
        openTime: z.iso.datetime({ offset: true }),
        resource: z.object({ labels }).default({ labels: {} }),
        policy: z.object({ displayName: z.string().default(''), userLabels: labels }).prefault({}),
      }),
    )
    .default([]),
});
const refusal = z.object({ error: z.object({ status: z.string(), message: z.string() }) });

/**
 * Open incidents of Cloud Monitoring (projects.alerts.list, which Google offers over REST alone; needs monitoring.alerts.list,
 * as in roles/monitoring.alertViewer). `sandbox` says where an emulator answers (url null: it has no alerts), or is null for
 * Google itself.
 */
export function alerts(sandbox: { readonly url: string | null } | null): Alerts {
  const auth = sandbox === null ? new GoogleAuth({ scopes: [READ_SCOPE] }) : null;
  const baseUrl = sandbox === null ? MONITORING : sandbox.url;
  return {
    async open(project) {
      if (baseUrl === null) return [];
      const query = new URLSearchParams({ filter: 'state=OPEN', pageSize: String(PAGE_SIZE) });
      const url = `${baseUrl}/v3/projects/${encodeURIComponent(project)}/alerts?${query}`;
      const headers = auth === null ? {} : Object.fromEntries(await credentialsOf(auth));
      const body = await answerAt(url, headers);
      const { alerts: all } = listed.parse(body);
      return all.filter(({ state }) => state === 'OPEN').flatMap(concerning);
    },
  };
}

function concerning({ name, openTime, resource, policy }: z.infer<typeof listed>['alerts'][number]): ServiceAlert[] {
  const alert = { name, policy: policy.displayName, openedAtMs: Date.parse(openTime) };
  const { service_name: service, location } = resource.labels;
  if (service) return [{ service, region: location ?? null, alert }];
  const labelled = policy.userLabels[SERVICE_LABEL];
  return labelled ? [{ service: labelled, region: null, alert }] : [];
}

async function credentialsOf(auth: GoogleAuth): Promise<Headers> {
  try {
    return await auth.getRequestHeaders();
  } catch (error) {
    throw new Error(`Monitoring could not be asked for alerts: ${sayOf(error)}`, { cause: error });
  }
}

async function answerAt(url: string, headers: Record<string, string>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Error(`Monitoring did not answer about alerts: ${sayOf(error)}`, { cause: error });
  }
  if (response.ok) return response.json();
  const told = refusal.safeParse(await response.json().catch(() => null));
  const why = told.success ? `(${told.data.error.status}): ${told.data.error.message}` : `(HTTP ${response.status})`;
  throw new Error(`Monitoring refused to tell of alerts ${why}`);
}

function sayOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
