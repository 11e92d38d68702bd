import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exampleText } from '../../../sandbox/town/examples.ts';
import { writeGcloudFile } from '../../../sandbox/town/gcloud-file.ts';
import { parseCatalog } from '../../../src/config/catalog.ts';

test('a shell that sources it finds the town, its production and somebody to be', () => {
  const folder = mkdtempSync(join(tmpdir(), "it's a town-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = writeGcloudFile({ folder, google: { httpUrl: 'http://127.0.0.1:4411' }, catalog: catalog() });
  const environment = execFileSync('sh', ['-c', '. "$0" && env', path], { encoding: 'utf8' }).split('\n');
  expect(environment).toEqual(
    expect.arrayContaining([
      'CLOUDSDK_PROXY_PORT=4411',
      'CLOUDSDK_CORE_PROJECT=acme-prod',
      'CLOUDSDK_RUN_REGION=europe-west1',
      `CLOUDSDK_CONFIG=${join(folder, 'gcloud')}`,
      `CLOUDSDK_AUTH_ACCESS_TOKEN_FILE=${join(folder, 'gcloud-person')}`,
    ]),
  );
  expect(readFileSync(join(folder, 'gcloud-person'), 'utf8')).toBe('somebody@example.com\n');
});

function catalog() {
  const parsed = parseCatalog(exampleText('small', { bakeMs: 1_000, lookEveryMs: 1_000, minRequests: 1 }), 'small');
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return parsed.ok;
}
