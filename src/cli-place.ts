import { loadCatalog } from './config/catalog.ts';
import {
  type Catalog,
  type Environment,
  findEnvironment,
  findService,
  type Place,
  type Service,
} from './core/catalog.ts';

/** The catalog, and what was named of it. @throws when it does not have that. */
export function placeIn(
  catalogPath: string,
  at: Place,
): { readonly catalog: Catalog; readonly service: Service; readonly env: Environment } {
  const catalog = loadCatalog(catalogPath);
  const service = findService(catalog, at.service);
  const env = findEnvironment(catalog, at.env);
  if (!service || !env) throw new Error(`${catalogPath} has no ${service ? at.env : at.service}`);
  return { catalog, service, env };
}
