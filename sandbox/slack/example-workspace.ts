import { manifest } from '../../src/manifest.ts';
import { readManifest } from './app-features.ts';
import type { Channel, SlackApp, User } from './model.ts';
import type { Now } from './timestamps.ts';
import { Workspace } from './workspace.ts';

/** The product's own manifest: a scope, an event or a command that it lacks, the workspace lacks too. */
const { scopes: exampleScopes, features } = readManifest(manifest('http'));

export const exampleApp: SlackApp = {
  teamId: 'T0SLIPWAY',
  teamDomain: 'slipway',
  appId: 'A0SLIPWAY',
  botId: 'B0SLIPWAY',
  botUserId: 'U0SLIPWAY',
  verificationToken: 'deprecated-verification-token',
  signingSecret: 'sandbox-signing-secret',
  features,
};

export const exampleTokens = { bot: 'xoxb-sandbox-slipway', app: 'xapp-sandbox-slipway' };

export const exampleUsers = {
  ana: 'U0ANA',
  dev: 'U0DEV',
  bo: 'U0BO',
  ira: 'U0IRA',
  gus: 'U0GUS',
  eve: 'U0EVE',
} as const;

export const exampleUserGroups = {
  engineers: 'S0ENGINEERS',
  approvers: 'S0APPROVERS',
  commanders: 'S0COMMANDERS',
} as const;

export const exampleChannels = {
  incidentsProd: 'C0INCIDENTSPROD',
  incidentsStaging: 'C0INCIDENTSSTAGING',
  deploys: 'C0DEPLOYS',
  /** Shared with eve's company. */
  partners: 'C0PARTNERS',
  /** The bot was never invited here. */
  random: 'C0RANDOM',
} as const;

/** Two engineers, an approver, an incident commander, a guest and somebody of another company, in five channels. */
export function exampleWorkspace(now: Now): Workspace {
  const workspace = new Workspace({ ...exampleApp }, now);
  const { directory } = workspace;
  const { ana, dev, bo, ira, gus, eve } = exampleUsers;
  const bot = exampleApp.botUserId;
  const staff = [ana, dev, bo, ira];
  for (const user of people()) directory.addUser(user);
  directory.addChannel(channel(exampleChannels.incidentsProd, 'incidents-prod', [...staff, gus, bot]));
  directory.addChannel(channel(exampleChannels.incidentsStaging, 'incidents-staging', [...staff, gus, bot]));
  directory.addChannel(channel(exampleChannels.deploys, 'deploys', [...staff, gus, bot]));
  directory.addChannel({ ...channel(exampleChannels.partners, 'partners', [...staff, eve, bot]), isExtShared: true });
  directory.addChannel(channel(exampleChannels.random, 'random', [...staff, gus]));
  const { engineers, approvers, commanders } = exampleUserGroups;
  const group = { isDisabled: false };
  directory.addUserGroup({ ...group, id: engineers, handle: 'engineers', name: 'Engineers', userIds: [ana, dev] });
  directory.addUserGroup({ ...group, id: approvers, handle: 'approvers', name: 'Approvers', userIds: [bo] });
  directory.addUserGroup({
    ...group,
    id: commanders,
    handle: 'incident-commanders',
    name: 'Incident commanders',
    userIds: [ira],
  });
  const token = { userId: bot, isRevoked: false };
  directory.addToken({ ...token, token: exampleTokens.bot, kind: 'bot', scopes: new Set(exampleScopes) });
  directory.addToken({ ...token, token: exampleTokens.app, kind: 'app', scopes: new Set(['connections:write']) });
  return workspace;
}

function people(): User[] {
  const { ana, dev, bo, ira, gus, eve } = exampleUsers;
  return [
    { ...member(exampleApp.botUserId, 'slipway', 'Slipway'), isBot: true },
    member(ana, 'ana', 'Ana Moreno'),
    member(dev, 'dev', 'Dev Patel'),
    member(bo, 'bo', 'Bo Lindqvist'),
    member(ira, 'ira', 'Ira Okafor'),
    { ...member(gus, 'gus', 'Gus Weber'), isRestricted: true },
    { ...member(eve, 'eve', 'Eve Tanaka'), isStranger: true, teamId: 'T0PARTNER' },
  ];
}

function member(id: string, name: string, realName: string): User {
  return {
    id,
    name,
    realName,
    teamId: exampleApp.teamId,
    isBot: false,
    isDeleted: false,
    isRestricted: false,
    isUltraRestricted: false,
    isStranger: false,
  };
}

function channel(id: string, name: string, memberIds: string[]): Channel {
  return { id, name, isPrivate: false, isArchived: false, isExtShared: false, memberIds: new Set(memberIds) };
}
