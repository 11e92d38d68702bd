import { exampleApp, exampleChannels, exampleUserGroups } from '../../sandbox/slack/example-workspace.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';

const ROLES = {
  ana: [exampleUserGroups.engineers],
  dev: [exampleUserGroups.engineers],
  // Engineers as well, because staging has no approvers.
  bo: [exampleUserGroups.engineers, exampleUserGroups.approvers],
  cy: [exampleUserGroups.engineers, exampleUserGroups.approvers],
  ira: [exampleUserGroups.commanders],
} as const;

export type Role = keyof typeof ROLES;
/** Slack user ids. ana and dev deploy, bo and cy approve, ira commands incidents. */
export type Team = Readonly<Record<Role, string>>;

/** People of one place alone, so that what one of them is told can only be about what they did there. */
export function hireTeam({ directory }: Workspace, number: number): Team {
  const hire = (role: Role): string => {
    const id = `U2${role.toUpperCase()}${number}`;
    const name = { name: `${role}${number}`, realName: `${role} ${number}` };
    const kind = { isBot: false, isDeleted: false, isRestricted: false, isUltraRestricted: false, isStranger: false };
    directory.addUser({ id, ...name, teamId: exampleApp.teamId, ...kind });
    for (const group of ROLES[role]) directory.userGroup(group).userIds.push(id);
    for (const channel of Object.values(exampleChannels)) directory.channel(channel).memberIds.add(id);
    return id;
  };
  return { ana: hire('ana'), dev: hire('dev'), bo: hire('bo'), cy: hire('cy'), ira: hire('ira') };
}
