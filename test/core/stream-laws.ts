import { expect } from 'vitest';
import { type Course, courseOf } from '../../src/core/course.ts';
import type { EventEntry } from '../../src/core/event.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import { hasEnded, type Rollout } from '../../src/core/rollout.ts';
import { tellChange } from '../../src/messages/tell-change.ts';
import type { MemoryStore } from '../fakes/rollouts.ts';

/** The stream of every rollout says all that Slack was told of it, nothing else, and the same times as its record. */
export async function checkStreams(store: MemoryStore): Promise<void> {
  for (const { rollout } of store.all()) {
    const entries = await store.rollouts.events(rollout.id);
    expect(retold(rollout.id, entries, store), 'told = the projection of the stream').toEqual(told(rollout.id, store));
    const lifted = entries.filter(({ event }) => event.kind === 'unfrozen').length;
    const saidLifted = store.outbox.filter((message) => message.key === `unfrozen-${rollout.id}`).length;
    expect(lifted, 'a freeze is lifted as often as it is said').toBe(saidLifted);
    checkCourse(rollout, courseOf(rollout, entries), entries);
  }
}

/** Posts alone: an edited card shows the record as it is. Answers to one person are no part of the story. */
function isOfStory(message: Outgoing, id: string): boolean {
  return (
    message.op === 'post' && [`line-${id}`, `queue-${id}`, `card-${id}`].some((key) => message.key.startsWith(key))
  );
}

const withoutOid = ({ oid: _, ...said }: Outgoing) => said;

function told(id: string, { outbox }: MemoryStore) {
  return outbox.filter((message) => isOfStory(message, id)).map(withoutOid);
}

function retold(id: string, entries: readonly EventEntry[], { history }: MemoryStore) {
  const written = new Map(history.filter(({ rollout }) => rollout.id === id).map((one) => [one.version, one.rollout]));
  const byVersion = Map.groupBy(entries, ({ version }) => version);
  return [...byVersion].flatMap(([version, happened]) => {
    const after = written.get(version);
    if (!after) throw new Error(`an event of ${id} at version ${version}, which was never written`);
    const events = happened.map(({ event }) => event);
    const messages = tellChange({ before: written.get(version - 1) ?? null, after, events }, version);
    return messages.filter((message) => isOfStory(message, id)).map(withoutOid);
  });
}

function checkCourse(rollout: Rollout, course: Course, entries: readonly EventEntry[]): void {
  // A writer that is stopped has its mark too, and no phase.
  const marks = rollout.marks.filter(({ percent }) => percent > 0);
  expect(
    course.phases.map(({ of }) => of),
    'phases and marks',
  ).toEqual(marks.map(({ percent }) => percent));
  const shifts = entries.filter(({ event }) => event.kind === 'shifting').map((entry) => entry.atMs);
  for (const [index, { atMs }] of marks.entries()) {
    const sinceMs = course.phases[index]?.sinceMs ?? Number.NaN;
    const isExact = entries.some(
      (entry) => entry.atMs === atMs && ['phaseBegan', 'verified', 'foundAgain'].includes(entry.event.kind),
    );
    if (isExact) expect(sinceMs, 'a phase begins with its mark').toBe(atMs);
    else expect(shifts, 'a share that became real unseen counts from its decision').toContain(sinceMs);
  }
  const waiting = course.waits.findLast(({ untilMs }) => untilMs === null) ?? null;
  const waits = { waiting: 'advance', paused: 'resume', stuck: 'repair' } as const;
  if (rollout.state === 'waiting' || rollout.state === 'paused' || rollout.state === 'stuck') {
    expect(waiting, 'what people are waited for').toEqual({
      of: waits[rollout.state],
      sinceMs: rollout.sinceMs,
      untilMs: null,
    });
  } else expect(waiting, `nobody is waited for in ${rollout.state}`).toBeNull();
  expect(course.endedAtMs, 'the end').toBe(hasEnded(rollout) ? rollout.endedAtMs : null);
  if (rollout.state === 'rolledBack') {
    const { decidedAtMs, endedAtMs } = rollout;
    expect(course.rollback).toMatchObject({ decidedAtMs, endedAtMs });
  }
}
