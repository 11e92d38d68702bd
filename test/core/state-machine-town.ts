import { lookForLost } from '../../jobs/found-again.ts';
import type { World } from '../../jobs/job.ts';
import { tick } from '../../jobs/tick.ts';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Stored } from '../../src/core/rollout.ts';
import { runUntilCrash, sideBySide } from '../fakes/interleave.ts';
import { jobTown, SEEDED } from '../fakes/job-world.ts';
import type { Action, Run } from './state-machine-actions.ts';
import { faultyCloudRun, NO_FAULTS } from './state-machine-faults.ts';
import { isReallyReady, revisionNames, servers, setReady, somebodyElse } from './state-machine-outside.ts';
import { people } from './state-machine-people.ts';

type Job = (world: World) => Promise<void>;
const SWEPT_AFTER_MS = 25_000;

/** The worker's jobs on a world in memory, driven one action at a time. */
export function machine(catalog: Catalog, switches: Partial<Switches>, isThere = true) {
  const town = jobTown(catalog, switches, isThere);
  const { store, clock, model, knobs } = town;
  const faults = { ...NO_FAULTS };
  const cloud = faultyCloudRun(town.world.cloudRun, faults, (revision) => isReallyReady(model, revision));
  let offMs = 0;
  const now = () => clock.now() + offMs;
  store.time.now = now;
  const givenUp = new Set<unknown>();
  const log: World['log'] = (event, { key }) => void (event === 'request.answerGivenUp' && givenUp.add(key));
  const world: World = { ...town.world, cloudRun: cloud.cloudRun, now, log };
  const failures: unknown[] = [];
  let [lastForeign, lives] = [0, 0];
  let isTouched = false;
  const backups: (() => void)[] = [];

  const live = (): Stored | null => {
    const [holder] = store.holders();
    return store.all().find(({ rollout }) => rollout.id === holder) ?? null;
  };
  const said = people(town, now, live);
  const nextDue = (untilMs: number) =>
    [...store.due.values()].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
  const jobOf = (run: Run): Job => {
    if (run.job === 'tick') {
      const next = nextDue(Number.POSITIVE_INFINITY);
      return (itsWorld) => (next ? tick(next, itsWorld) : Promise.resolve());
    }
    if (run.job === 'lookout') return (itsWorld) => lookForLost(itsWorld)();
    if (run.job !== 'oldTick') return said.jobOf(run);
    const written = store.history[run.which % Math.max(1, store.history.length)];
    return async (itsWorld) => written && tick({ rolloutId: written.rollout.id, version: written.version }, itsWorld);
  };
  const together = async (jobs: readonly Job[], choices: readonly number[]) => {
    failures.push(...(await sideBySide(world, jobs, choices)));
  };
  const wait = async (ms: number) => {
    const untilMs = now() + ms;
    for (let due = nextDue(untilMs); due; due = nextDue(untilMs)) {
      clock.advance(Math.max(0, due.atMs - now()));
      await tick(due, world);
      // A tick that changed nothing is rung again by the sweeper, later.
      if (store.due.get(due.rolloutId)?.version === due.version) {
        store.due.set(due.rolloutId, { ...due, atMs: Math.max(due.atMs, now()) + SWEPT_AFTER_MS });
      }
    }
    clock.advance(Math.max(0, untilMs - now()));
    for (const job of said.broughtBack()) await together([job], [0]);
  };
  const foreign = (hand: Extract<Action, { kind: 'foreign' }>['hand']) => {
    const isDone = somebodyElse(model, hand, live()?.rollout.canary ?? null);
    isTouched ||= isDone;
    // A tag or a template that gets no traffic moves nothing that a rollout has made.
    if (isDone && hand.does !== 'tag' && hand.does !== 'template') lastForeign = store.history.length + 1;
  };
  const loseMemory = (actionsAgo: number | null) => {
    if (actionsAgo === null) store.lose();
    else backups.at(-1 - actionsAgo)?.();
    said.lose();
    lives += 1;
  };
  const act = async (action: Action): Promise<void> => {
    backups.push(store.backUp());
    switch (action.kind) {
      case 'wait':
        return wait(action.ms);
      case 'evidence':
        knobs.evidence = action.evidence;
        return;
      case 'health':
        knobs.healthStatus = action.status;
        return;
      case 'foreign':
        return foreign(action.hand);
      case 'ready': {
        const revision = action.which === 'stable' ? SEEDED : live()?.rollout.canary;
        if (revision) setReady(model, revision, action.isReady);
        return;
      }
      case 'together':
        return together(action.runs.map(jobOf), action.choices);
      case 'crash':
        failures.push(...(await runUntilCrash(world, jobOf(action.run), action)));
        return;
      case 'lostReplies':
      case 'aborted':
        faults[action.kind] = action.times;
        return;
      case 'late':
        Object.assign(faults, { late: action.times, lateByCalls: action.byCalls });
        return;
      case 'away':
        Object.assign(faults, { answered: action.after, away: action.times });
        return;
      case 'slack':
        knobs.away = action.isAway ? 'Slack did not answer' : null;
        knobs.canTell = !action.isAway;
        return;
      case 'memory':
        return loseMemory(action.actionsAgo);
      case 'clock':
        offMs = action.offMs;
    }
  };
  /** Everything answers again, every revision is Ready, all clocks agree. */
  const mend = async () => {
    Object.assign(faults, NO_FAULTS);
    Object.assign(knobs, { away: null, canTell: true, healthStatus: 200 });
    offMs = 0;
    for (const revision of revisionNames(model)) setReady(model, revision, true);
    await cloud.arriveAll();
  };
  /** By a rollout that the memory which is left knows nothing of, or knows as it was long before. */
  const isLeftSplit = () => lives > 0 && servers(model).length > 1;
  /** Whoever commands wants the service back on stable (a first deploy has none: it is aborted). */
  const bringToRest = async () => {
    await mend();
    await wait(60_000);
    if (lives > 0) await lookForLost(world)();
    for (let tries = 0; (live() || isLeftSplit()) && tries < 3; tries++) {
      const way = live()?.rollout.stable === null ? 'abort' : 'rollback';
      await together([said.jobOf({ job: way, who: 'U0IRA' })], [0]);
      await wait(120_000);
    }
  };
  const seen = { lastForeign: () => lastForeign, isTouched: () => isTouched, lives: () => lives, live };
  return { ...town, ...said, ...seen, givenToUnready: cloud.givenToUnready, givenUp, failures, act, bringToRest };
}

export type Machine = ReturnType<typeof machine>;
