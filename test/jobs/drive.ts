import { carryOut } from '../../jobs/command.ts';
import { tick } from '../../jobs/tick.ts';
import type { AskedFor, Request } from '../../src/core/request.ts';
import type { Rollout, Stored } from '../../src/core/rollout.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, asking, deployOf, type JobTown, jobTown, named } from '../fakes/job-world.ts';

/** The worker of a test: it rings what is due and carries out what people ask, one thing after the other. */
export function drive(town: JobTown = jobTown()) {
  const { world, store, clock, model } = town;
  const live = (): Stored => {
    const [id] = store.holders();
    const stored = store.all().find(({ rollout }) => rollout.id === id);
    if (!stored) throw new Error('no rollout is live');
    return stored;
  };
  const newest = (): Rollout => {
    const last = store.history.at(-1);
    if (!last) throw new Error('nothing was written yet');
    return last.rollout;
  };
  const ask = (request: Request, userId: string): AskedFor => asking(request, userId, clock.now());
  const carry = (asked: AskedFor) => carryOut(asked, world);
  const say = async (request: Request, userId: string) => {
    const asked = ask(request, userId);
    await carry(asked);
    return asked;
  };
  const ring = async () => {
    const [due] = [...store.due.values()].sort((one, other) => one.atMs - other.atMs);
    if (!due) throw new Error('nothing is due');
    clock.advance(Math.max(0, due.atMs - clock.now()));
    await tick(due, world);
  };
  const until = async (isThere: (rollout: Rollout) => boolean) => {
    for (let rings = 0; rings < 500; rings++) {
      if (isThere(newest())) return;
      await ring();
    }
    throw new Error(`it stayed ${newest().state}`);
  };
  const untilState = (state: Rollout['state']) => until((rollout) => rollout.state === state);
  const start = async (tag = 'v1.1.0') => {
    await say(deployOf(tag), 'U0ANA');
    const { id, plan } = newest();
    await say({ kind: 'confirm', of: 'deploy', rolloutId: id, planHash: plan.hash }, 'U0ANA');
  };
  const advance = async (userId = 'U0BO') => {
    await untilState('waiting');
    await say({ kind: 'advance', rollout: named }, userId);
  };
  const refusals = () => town.told.map(({ content }) => content.text);
  const split = () =>
    Object.fromEntries(
      model.run
        .getService(serviceName(AT))
        .traffic.filter(({ percent }) => percent > 0)
        .map(({ revision, percent }) => [revision, percent]),
    );
  return { ...town, live, newest, ask, carry, say, ring, until, untilState, start, advance, refusals, split };
}

export type Drive = ReturnType<typeof drive>;
