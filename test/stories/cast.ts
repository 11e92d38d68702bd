import { exampleApp, exampleChannels, exampleUserGroups } from '../../sandbox/slack/example-workspace.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';

/** ana and dev deploy, bo and cy approve, ira commands incidents, gus is a guest, eve of another company. */
const ROLES = ['ana', 'dev', 'bo', 'cy', 'ira', 'gus', 'eve'] as const;
export type Role = (typeof ROLES)[number];
export type Cast = Readonly<Record<Role, string>>;

const GROUPS: Partial<Record<Role, string>> = {
  ana: exampleUserGroups.engineers,
  dev: exampleUserGroups.engineers,
  bo: exampleUserGroups.approvers,
  cy: exampleUserGroups.approvers,
  ira: exampleUserGroups.commanders,
};

/** Adds people who play in one story alone, so that stories told at the same time never read each other's answers. */
export function hire({ directory }: Workspace, number: number): Cast {
  const idOf = (role: Role) => `U1${role.toUpperCase()}${number}`;
  for (const role of ROLES) {
    const id = idOf(role);
    const isStranger = role === 'eve';
    directory.addUser({
      ...{ id, name: `${role}${number}`, realName: `${role} ${number}`, isStranger },
      teamId: isStranger ? 'T0PARTNER' : exampleApp.teamId,
      ...{ isBot: false, isDeleted: false, isRestricted: role === 'gus', isUltraRestricted: false },
    });
    const group = GROUPS[role];
    if (group) directory.userGroup(group).userIds.push(id);
    for (const channel of Object.values(exampleChannels)) {
      if (!isStranger || channel === exampleChannels.partners) directory.channel(channel).memberIds.add(id);
    }
  }
  return {
    ...{ ana: idOf('ana'), dev: idOf('dev'), bo: idOf('bo'), cy: idOf('cy') },
    ...{ ira: idOf('ira'), gus: idOf('gus'), eve: idOf('eve') },
  };
}
