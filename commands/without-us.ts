import { type Catalog, findEnvironment } from '../src/core/catalog.ts';

/** Rolls back while Slipway cannot: our own command line needs Cloud Run alone, the other one not even us. */
export function rollbackWithoutUs(
  { service, env }: { readonly service: string; readonly env: string },
  toRevision: string | null,
  catalog: Catalog,
): string {
  const environment = findEnvironment(catalog, env);
  const place = environment ? `--project=${environment.project} --region=${environment.region}` : '';
  const target = toRevision ?? 'REVISION';
  return [
    `npm run slipway -- rollback ${service} ${env}${toRevision === null ? '' : ` to ${toRevision}`}`,
    `gcloud run services update-traffic ${service} --to-revisions=${target}=100 ${place}`.trim(),
  ].join('\n');
}
