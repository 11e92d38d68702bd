import { exampleUserGroups } from '../../slack/example-workspace.ts';
import type { User } from '../../slack/model.ts';
import type { Workspace } from '../../slack/workspace.ts';
import type { PersonRow } from '../protocol/slack.ts';

/** By user group: what its members are, and what the example catalog lets them do. */
const ROLES: Readonly<Record<string, Pick<PersonRow, 'role' | 'may'>>> = {
  [exampleUserGroups.engineers]: {
    role: 'engineer',
    may: 'May deploy and roll back everywhere, and presses Advance in staging.',
  },
  [exampleUserGroups.approvers]: {
    role: 'approver',
    may: 'Presses Advance in prod, lifts its freezes, and may roll back.',
  },
  [exampleUserGroups.commanders]: {
    role: 'incident commander',
    may: 'May roll back and pause whatever runs in prod, and lift its freezes.',
  },
};

const OUTSIDERS = {
  guest: 'A guest: may look, and is refused everything else.',
  external: 'Of another company: sees one shared channel, and not even the commands.',
} as const;

export function personRow({ directory }: Workspace, user: User): PersonRow {
  const groups = [...directory.userGroups.values()].filter(({ userIds }) => userIds.includes(user.id));
  const known = groups.map(({ id }) => ROLES[id]).find((row) => row !== undefined);
  const kind = kindOf(user);
  const isOutsider = kind === 'guest' || kind === 'external';
  const { role, may } = isOutsider ? { role: kind, may: OUTSIDERS[kind] } : (known ?? { role: '', may: '' });
  return { id: user.id, name: user.name, realName: user.realName, kind, role, may };
}

function kindOf(user: User): PersonRow['kind'] {
  if (user.isBot) return 'bot';
  if (user.isStranger) return 'external';
  return user.isRestricted || user.isUltraRestricted ? 'guest' : 'member';
}
