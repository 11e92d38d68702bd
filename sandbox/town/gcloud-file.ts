import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gcloudSettings } from '../google/gcloud-settings.ts';
import type { Town } from './town.ts';

type Place = Pick<Town, 'folder' | 'catalog'> & { readonly google: Pick<Town['google'], 'httpUrl'> };

const SOMEBODY = 'somebody@example.com';

/**
 * Writes the environment for a gcloud of one's own into the town's folder, to be sourced by a shell, with the person who it
 * acts as in a file beside it. It means the environment where others press Advance than deploy, where there is one.
 */
export function writeGcloudFile({ folder, google, catalog }: Place): string {
  const personFile = join(folder, 'gcloud-person');
  writeFileSync(personFile, `${SOMEBODY}\n`);
  const { environments } = catalog;
  const { project = '', region = '' } = environments.find(({ separateDuty }) => separateDuty) ?? environments[0] ?? {};
  const settings = gcloudSettings({
    httpUrl: google.httpUrl,
    project,
    region,
    configFolder: join(folder, 'gcloud'),
    personFile,
  });
  const path = join(folder, 'gcloud.sh');
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`);
  writeFileSync(path, lines.join(''));
  return path;
}
