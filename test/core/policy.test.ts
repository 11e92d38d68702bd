import { describe, expect, test } from 'vitest';
import type { Environment, People } from '../../src/core/catalog.ts';
import type { Person } from '../../src/core/person.ts';
import { refusePerson, whoMay } from '../../src/core/policy.ts';
import type { Permission } from '../../src/core/refusal.ts';
import { prod as declared } from '../fakes/catalog.ts';

const people = (users: readonly string[], groups: readonly string[] = []): People => ({ users, groups });
const NOBODY = people([]);
const env = (change: Partial<Environment> = {}): Environment => ({
  ...declared,
  deployers: people(['U0DEE'], ['S0DEPLOY']),
  approvers: people(['U0ANN'], ['S0APPROVE']),
  commanders: people(['U0CAM'], ['S0COMMAND']),
  separateDuty: false,
  ...change,
});
const member = (userId: string, ...groups: readonly string[]): Person => ({ userId, standing: 'member', groups });
const may = (permission: Permission, person: Person, environment = env(), requestedBy: string | null = null) =>
  refusePerson(permission, person, environment, requestedBy === null ? null : { requestedBy }) === null;

const PEOPLE = [
  ['a deployer by name', member('U0DEE')],
  ['a deployer by group', member('U1', 'S0OTHER', 'S0DEPLOY')],
  ['an approver', member('U2', 'S0APPROVE')],
  ['a commander', member('U0CAM')],
  ['anybody else', member('U3', 'S0OTHER')],
] as const;

describe('where all three lists are declared', () => {
  test.for<readonly [Permission, readonly boolean[]]>([
    ['deploy', [true, true, false, false, false]],
    ['advance', [false, false, true, false, false]],
    ['rollBack', [true, true, true, true, false]],
    ['control', [true, true, true, true, false]],
    ['mute', [true, true, true, true, false]],
    ['unfreeze', [false, false, true, true, false]],
  ])('%s', ([permission, expected]) => {
    expect(PEOPLE.map(([, person]) => may(permission, person))).toEqual(expected);
  });
});

describe('where lists are empty', () => {
  test('deployers advance when there are no approvers', () => {
    const alone = env({ approvers: NOBODY });
    expect(may('advance', member('U0DEE'), alone)).toBe(true);
    expect(may('advance', member('U0CAM'), alone)).toBe(false);
  });

  test('deployers unfreeze only when there are neither approvers nor commanders', () => {
    expect(may('unfreeze', member('U0DEE'), env({ approvers: NOBODY }))).toBe(false);
    expect(may('unfreeze', member('U0DEE'), env({ approvers: NOBODY, commanders: NOBODY }))).toBe(true);
  });

  test('nobody deploys where nobody may', () => {
    const empty = env({ deployers: NOBODY });
    expect(PEOPLE.filter(([, person]) => may('deploy', person, empty))).toEqual([]);
  });
});

describe('the person who asked for the rollout', () => {
  test('may not advance it where duty is separated', () => {
    const separate = env({ separateDuty: true });
    expect(refusePerson('advance', member('U0ANN'), separate, { requestedBy: 'U0ANN' })).toEqual({
      kind: 'ownRollout',
      env: 'prod',
      may: people(['U0ANN'], ['S0APPROVE']),
    });
    expect(may('advance', member('U0ANN'), separate, 'U0DEE')).toBe(true);
  });

  test('may advance it where duty is not separated', () => {
    expect(may('advance', member('U0ANN'), env(), 'U0ANN')).toBe(true);
  });

  test('is told that they may not, not that it is their own, when they are no approver', () => {
    const refusal = refusePerson('advance', member('U0DEE'), env({ separateDuty: true }), { requestedBy: 'U0DEE' });
    expect(refusal).toMatchObject({ kind: 'notAllowed' });
  });

  test('keeps control of it after leaving the group, and no other right', () => {
    const left = member('U9');
    expect(may('control', left, env(), 'U9')).toBe(true);
    expect(may('control', left, env(), 'U0DEE')).toBe(false);
    expect(may('rollBack', left, env(), 'U9')).toBe(false);
  });
});

describe('whoever is not a member', () => {
  const PERMISSIONS: readonly Permission[] = ['deploy', 'advance', 'rollBack', 'control', 'unfreeze', 'mute'];

  test.for(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const)('%s is refused everything', (standing) => {
    const person: Person = { userId: 'U0DEE', standing, groups: ['S0DEPLOY', 'S0APPROVE', 'S0COMMAND'] };
    for (const permission of PERMISSIONS) {
      expect(refusePerson(permission, person, env(), { requestedBy: 'U0DEE' })).toEqual({
        kind: 'notAMember',
        who: standing,
      });
    }
  });
});

test('a refusal names everybody who may, each once', () => {
  const shared = env({ approvers: people(['U0DEE', 'U0ANN'], ['S0DEPLOY']) });
  expect(whoMay('rollBack', shared)).toEqual(people(['U0DEE', 'U0ANN', 'U0CAM'], ['S0DEPLOY', 'S0COMMAND']));
  expect(refusePerson('rollBack', member('U3'), shared, null)).toEqual({
    kind: 'notAllowed',
    permission: 'rollBack',
    env: 'prod',
    may: whoMay('rollBack', shared),
  });
});
