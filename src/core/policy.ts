import type { Environment, People } from './catalog.ts';
import type { Person } from './person.ts';
import type { Permission, Refusal } from './refusal.ts';

/** The people who hold a permission in an environment; where a list is empty, product.md E says who steps in. */
export function whoMay(permission: Permission, environment: Environment): People {
  const { deployers, approvers, commanders } = environment;
  switch (permission) {
    case 'deploy':
      return deployers;
    case 'advance':
      return isNobody(approvers) ? deployers : approvers;
    case 'rollBack':
    case 'control':
    case 'mute':
      return together(deployers, approvers, commanders);
    case 'unfreeze': {
      const either = together(approvers, commanders);
      return isNobody(either) ? deployers : either;
    }
  }
}

/**
 * Null when the person may. `rollout` is the one they act on, null where there is none yet: whoever asked for a rollout
 * may always pause, resume and abort it, and may not advance it where duty is separated.
 */
export function refusePerson(
  permission: Permission,
  person: Person,
  environment: Environment,
  rollout: { readonly requestedBy: string } | null,
): Refusal | null {
  if (person.standing !== 'member') return { kind: 'notAMember', who: person.standing };
  const own = rollout?.requestedBy === person.userId;
  if (permission === 'control' && own) return null;
  const may = whoMay(permission, environment);
  if (!belongs(person, may)) return { kind: 'notAllowed', permission, env: environment.name, may };
  if (permission === 'advance' && environment.separateDuty && own) {
    return { kind: 'ownRollout', env: environment.name, may };
  }
  return null;
}

function belongs(person: Person, people: People): boolean {
  return people.users.includes(person.userId) || person.groups.some((group) => people.groups.includes(group));
}

function isNobody(people: People): boolean {
  return people.users.length === 0 && people.groups.length === 0;
}

function together(...lists: readonly People[]): People {
  return {
    users: [...new Set(lists.flatMap((people) => people.users))],
    groups: [...new Set(lists.flatMap((people) => people.groups))],
  };
}
