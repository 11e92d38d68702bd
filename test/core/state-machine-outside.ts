import type { GoogleModel } from '../../sandbox/google/model.ts';
import { canaryRows } from '../../src/core/traffic.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, SEEDED } from '../fakes/job-world.ts';

const NAME = serviceName(AT);
const SOMEBODY = 'alice@acme.example';
const BY_NAME = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';

/** What somebody with another tool does to the service. */
export type ForeignHand =
  | { readonly does: 'traffic'; readonly canaryPercent: number }
  | { readonly does: 'template' | 'latest'; readonly number: number }
  | { readonly does: 'tag' };

/** False: there is nothing that it could be done to. */
export function somebodyElse(model: GoogleModel, hand: ForeignHand, canary: string | null): boolean {
  const record = model.run.records().find(({ name }) => name === NAME);
  if (!record) return false;
  switch (hand.does) {
    case 'traffic':
      return canary !== null && splitBetween(model, { canary, canaryPercent: hand.canaryPercent });
    case 'template':
    case 'latest':
      return newTemplate(model, hand);
    case 'tag': {
      const [first] = record.spec.traffic;
      if (!first?.revision || record.spec.traffic.some(({ tag }) => tag === 'debug')) return false;
      const row = { type: BY_NAME, revision: first.revision, percent: 0, tag: 'debug' } as const;
      write(model, { traffic: [...record.spec.traffic, row] }, ['traffic']);
      return true;
    }
  }
}

function splitBetween(model: GoogleModel, { canary, canaryPercent }: { canary: string; canaryPercent: number }) {
  const isThere = (revision: string) => model.run.revisions.find(`${NAME}/revisions/${revision}`) !== undefined;
  if (!isThere(canary) || !isThere(SEEDED)) return false;
  const rows = canaryRows([], { canary, stable: SEEDED, canaryPercent });
  const traffic = rows.map(
    ({ revision, percent, tag }) => ({ type: BY_NAME, revision, percent, tag: tag ?? '' }) as const,
  );
  write(model, { traffic }, ['traffic']);
  return true;
}

/** `gcloud run deploy`: with `--no-traffic` the split stays as it was, without it everything goes to the newest. */
function newTemplate(model: GoogleModel, { does, number }: { does: 'template' | 'latest'; number: number }): boolean {
  const { template } = model.run.record(NAME).spec;
  const revision = `${AT.service}-by-hand-${number}`;
  if (!template || model.run.revisions.find(`${NAME}/revisions/${revision}`)) return false;
  const made = { ...template, revision };
  const latest = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100, revision: '', tag: '' } as const;
  if (does === 'latest') write(model, { template: made, traffic: [latest] }, ['template', 'traffic']);
  else write(model, { template: made }, ['template']);
  return true;
}

function write(
  model: GoogleModel,
  service: Parameters<GoogleModel['run']['updateService']>[0]['service'],
  paths: readonly string[],
): void {
  model.run.updateService({ service: { ...service, name: NAME }, updateMask: { paths } }, SOMEBODY);
}

/** A revision that was Ready loses that, as when its image is deleted; or has it again. */
export function setReady(model: GoogleModel, revision: string, isReady: boolean): void {
  const record = model.run.revisions.find(`${NAME}/revisions/${revision}`);
  if (!record || record.state === 'starting') return;
  const state = isReady ? 'CONDITION_SUCCEEDED' : 'CONDITION_FAILED';
  record.state = isReady ? 'ready' : 'failed';
  record.outcome = { state, atMs: model.clock.now(), message: isReady ? '' : 'Its image was deleted.' };
}

export function isReallyReady(model: GoogleModel, revision: string): boolean {
  return model.run.revisions.find(`${NAME}/revisions/${revision}`)?.state === 'ready';
}

export function revisionNames(model: GoogleModel): readonly string[] {
  return model.run.revisions.list(NAME).map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
}

/** The revisions that users really come to. */
export function servers(model: GoogleModel): readonly string[] {
  const record = model.run.records().find(({ name }) => name === NAME);
  const serving = (record?.trafficStatuses ?? []).filter(({ percent }) => percent > 0);
  return [...new Set(serving.map(({ revision }) => revision))];
}
