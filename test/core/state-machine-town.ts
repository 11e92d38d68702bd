import { carryOut } from '../../jobs/command.ts';
import type { World } from '../../jobs/job.ts';
import { tick } from '../../jobs/tick.ts';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { gateOf } from '../../src/core/gate.ts';
import type { AskedFor, Request } from '../../src/core/request.ts';
import type { Rollout, Stored } from '../../src/core/rollout.ts';
import { canaryRows } from '../../src/core/traffic.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';
import { somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { runUntilCrash, sideBySide } from '../fakes/interleave.ts';
import { AT, asking, deployOf, jobTown, named, SEEDED } from '../fakes/job-world.ts';
import type { Action, Run } from './state-machine-actions.ts';

type Job = (world: World) => Promise<void>;

/** The worker's jobs on a world in memory, driven one action at a time. */
export function machine(catalog: Catalog, switches: Partial<Switches>, isThere = true) {
  const town = jobTown(catalog, switches, isThere);
  const { store, clock, model, knobs } = town;
  const faults = { ...NO_FAULTS };
  const world: World = { ...town.world, cloudRun: faulty(town.world.cloudRun, faults) };
  const asked: AskedFor[] = [];
  const pressed: { readonly key: string; readonly rolloutId: string; readonly gate: number }[] = [];
  let again: AskedFor[] = [];
  const failures: unknown[] = [];
  let lastForeignMs = 0;

  const live = (): Stored | null => store.all().find(({ rollout }) => store.holders().includes(rollout.id)) ?? null;
  const ask = (request: Request, who: string): Job => {
    const one = asking(request, who, clock.now());
    asked.push(one);
    return carrying(one);
  };
  const carrying =
    (one: AskedFor): Job =>
    async (itsWorld) => {
      // The queue brings a request back that threw or whose process died.
      again.push(one);
      await carryOut(one, itsWorld, true);
      again = again.filter((other) => other !== one);
    };
  const press = (gate: 'right' | 'stale' | 'byName', who: string): Job => {
    const stored = live();
    if (gate === 'byName' || !stored) return ask({ kind: 'advance', rollout: named }, who);
    const { rollout } = stored;
    const shown = gate === 'right' ? gateOf(rollout) || 1 : Math.max(1, gateOf(rollout) - 1);
    const job = ask({ kind: 'advance', rollout: { by: 'button', rolloutId: rollout.id, gate: shown } }, who);
    pressed.push({ key: asked.at(-1)?.key ?? '', rolloutId: rollout.id, gate: shown });
    return job;
  };
  const jobOf = (run: Run): Job => {
    switch (run.job) {
      case 'tick': {
        const [next] = [...store.due.values()].sort((one, other) => one.atMs - other.atMs);
        return (itsWorld) => (next ? tick(next, itsWorld) : Promise.resolve());
      }
      case 'oldTick': {
        const written = store.history[run.which % Math.max(1, store.history.length)];
        return async (itsWorld) =>
          written && tick({ rolloutId: written.rollout.id, version: written.version }, itsWorld);
      }
      case 'deploy':
        return ask(deployOf(run.tag), run.who);
      case 'confirm':
      case 'supersede':
      case 'wait':
      case 'stopWaiting':
      case 'showPlan': {
        const plans = store.all().map(({ rollout }) => rollout);
        const plan = plans[run.which % Math.max(1, plans.length)];
        return plan ? ask(ofPlan(run.job, plan), plan.requestedBy) : async () => undefined;
      }
      case 'advance':
        return press(run.gate, run.who);
      case 'rollback':
        return ask({ kind: 'rollback', rollout: named, toRevision: null, now: true, because: null }, run.who);
      case 'unfreeze':
        return ask({ kind: 'unfreeze', service: AT.service, env: 'prod' }, run.who);
      case 'pause':
      case 'resume':
      case 'abort':
        return ask({ kind: run.job, rollout: named, because: null }, run.who);
    }
  };
  const nextDue = (untilMs: number) =>
    [...store.due.values()].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
  const wait = async (ms: number) => {
    const untilMs = clock.now() + ms;
    for (let due = nextDue(untilMs); due; due = nextDue(untilMs)) {
      clock.advance(Math.max(0, due.atMs - clock.now()));
      await tick(due, world);
      // A tick that changed nothing is rung again by the sweeper, later.
      if (store.due.get(due.rolloutId)?.version === due.version) {
        store.due.set(due.rolloutId, { ...due, atMs: Math.max(due.atMs, clock.now()) + 25_000 });
      }
    }
    clock.advance(Math.max(0, untilMs - clock.now()));
    const retries = again;
    again = [];
    for (const one of retries) failures.push(...(await sideBySide(world, [carrying(one)], [0])));
  };
  const act = async (action: Action) => {
    switch (action.kind) {
      case 'wait':
        return wait(action.ms);
      case 'evidence':
        knobs.evidence = action.evidence;
        return;
      case 'foreign': {
        const canary = live()?.rollout.canary;
        const exists = model.run.listRevisions(`projects/${AT.project}/locations/${AT.region}/services/${AT.service}`);
        const has = (revision: string) => exists.some(({ name }) => name.endsWith(revision));
        if (!canary || !has(canary) || !has(SEEDED)) return;
        lastForeignMs = clock.now();
        const { canaryPercent } = action;
        somebodyMovesTraffic(model, AT, canaryRows([], { canary, stable: SEEDED, canaryPercent }));
        return;
      }
      case 'together':
        failures.push(...(await sideBySide(world, action.runs.map(jobOf), action.choices)));
        return;
      case 'crash':
        failures.push(...(await runUntilCrash(world, jobOf(action.run), action)));
        return;
      case 'lostReplies':
        faults.lostReplies = action.times;
        return;
      case 'away':
        faults.answered = action.after;
        faults.away = action.times;
    }
  };
  /** Everything answers again, and whoever commands wants the service back on stable. */
  const bringToRest = async () => {
    Object.assign(faults, NO_FAULTS);
    await wait(60_000);
    for (let tries = 0; live() && tries < 3; tries++) {
      const way = live()?.rollout.stable === null ? 'abort' : 'rollback';
      await sideBySide(world, [jobOf({ job: way, who: 'U0IRA' })], [0]);
      await wait(120_000);
    }
  };
  return { ...town, asked, pressed, failures, act, bringToRest, live, lastForeignMs: () => lastForeignMs };
}

function ofPlan(job: 'confirm' | 'supersede' | 'wait' | 'stopWaiting' | 'showPlan', { id, plan }: Rollout): Request {
  const shown = { rolloutId: id, planHash: plan.hash };
  switch (job) {
    case 'confirm':
      return { kind: job, of: 'deploy', ...shown };
    case 'supersede':
    case 'wait':
      return { kind: job, ...shown };
    case 'stopWaiting':
    case 'showPlan':
      return { kind: job, rolloutId: id };
  }
}

export type Machine = ReturnType<typeof machine>;

/** Writes whose reply is lost although they were carried out, and reads that Google does not answer. */
const NO_FAULTS = { lostReplies: 0, away: 0, answered: 0 };

function faulty(cloudRun: CloudRun, faults: typeof NO_FAULTS): CloudRun {
  const reach = async () => {
    if (faults.away === 0) return;
    faults.answered -= 1;
    if (faults.answered >= 0) return;
    faults.away -= 1;
    throw new Error('Cloud Run did not answer (UNAVAILABLE)');
  };
  const asTold = async (write: Promise<Awaited<ReturnType<CloudRun['splitTraffic']>>>) => {
    const outcome = await write;
    if (faults.lostReplies === 0) return outcome;
    faults.lostReplies -= 1;
    return { kind: 'unknown', because: 'Cloud Run did not answer (DEADLINE_EXCEEDED)' } as const;
  };
  return {
    read: async (at) => reach().then(() => cloudRun.read(at)),
    readRevision: async (at, revision) => reach().then(() => cloudRun.readRevision(at, revision)),
    listRevisions: async (at) => reach().then(() => cloudRun.listRevisions(at)),
    createService: (at, service) => asTold(cloudRun.createService(at, service)),
    createRevision: (view, change) => asTold(cloudRun.createRevision(view, change)),
    splitTraffic: (view, change) => asTold(cloudRun.splitTraffic(view, change)),
    scale: (view, change) => asTold(cloudRun.scale(view, change)),
  };
}
