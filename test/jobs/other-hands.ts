import { ownRows } from '../../src/core/own-split.ts';
import type { Request } from '../../src/core/request.ts';
import type { State } from '../../src/core/rollout.ts';
import type { TrafficRow } from '../../src/core/traffic.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { AT, named } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';

export const THEIRS = 'api-gateway-by-hand';
export const adopt: Request = { kind: 'adopt', rollout: named };
export const restore: Request = { kind: 'restore', rollout: named };
export const abort: Request = { kind: 'abort', rollout: named, because: null };
export const resume: Request = { kind: 'resume', rollout: named, because: null };

export function moveTo(of: Drive, rows: readonly TrafficRow[]): void {
  somebodyMovesTraffic(of.model, AT, rows);
  of.clock.advance(1_000);
}

export const split = (of: Drive, percent: number) => moveTo(of, ownRows([], of.newest(), percent));

/** As `gcloud run deploy --no-traffic` does: traffic stays pinned. */
export function deployBeside(of: Drive): void {
  const { template } = of.model.run.getService(serviceName(AT));
  if (!template) throw new Error('the service has no template');
  const service = { name: serviceName(AT), template: { ...template, revision: THEIRS }, client: 'gcloud' };
  of.model.run.updateService({ service, updateMask: { paths: ['template', 'client'] } }, 'alice@acme.example');
  of.clock.advance(20_000);
}

export const takeTags = (of: Drive) => {
  const rows = of.model.run.getService(serviceName(AT)).traffic.filter(({ percent }) => percent > 0);
  moveTo(
    of,
    rows.map(({ revision, percent }) => ({ revision, percent, tag: null })),
  );
};

export const tags = (of: Drive) =>
  of.model.run
    .getService(serviceName(AT))
    .traffic.flatMap(({ tag }) => (tag === '' ? [] : [tag]))
    .sort();

export async function stopped(how: (of: Drive) => void, state: State = 'baking'): Promise<Drive> {
  const of = drive();
  await of.start();
  await of.untilState(state);
  how(of);
  await of.until((rollout) => rollout.state === 'paused' && rollout.foreign !== null);
  return of;
}

export const foreignOf = (of: Drive) => {
  const rollout = of.newest();
  if (rollout.state !== 'paused' || rollout.foreign === null) throw new Error(`it is ${rollout.state}`);
  return rollout.foreign;
};
