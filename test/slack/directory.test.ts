import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  exampleApp,
  exampleChannels,
  exampleTokens,
  exampleUserGroups,
  exampleUsers,
} from '../../sandbox/slack/example-workspace.ts';
import type { User } from '../../sandbox/slack/model.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { Catalog, People } from '../../src/core/catalog.ts';
import type { Person } from '../../src/core/person.ts';
import type { Channels, Directory } from '../../src/ports/slack.ts';
import { slackChannels } from '../../src/slack/channels.ts';
import { slackDirectory } from '../../src/slack/directory.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let directory: Directory;
let channels: Channels;
let nowMs = 0;
const cached = new Map<string, Person>();

const { engineers, approvers, commanders } = exampleUserGroups;
const group = (...groups: string[]): People => ({ users: [], groups });
const catalog: Catalog = {
  environments: [
    {
      name: 'prod',
      aliases: [],
      project: 'acme',
      region: 'europe-west1',
      channel: exampleChannels.incidentsProd,
      promotesFrom: null,
      deployers: group(engineers),
      approvers: group(approvers, engineers),
      commanders: group(commanders),
      separateDuty: true,
      checklist: [],
    },
  ],
  services: [],
  timing: { lookEveryMs: 1_000, readyTimeoutMs: 1_000, stopGraceMs: 1_000, windowMs: 5_000 },
  redaction: { ips: 'keep', rules: [] },
};

beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.stop());
beforeEach(() => {
  slack.faults.clear();
  slack.setAway(false);
  cached.clear();
  nowMs = 1_000_000;
  const client = webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent });
  const cache = {
    get: async (userId: string) => cached.get(userId) ?? null,
    put: async (person: Person) => {
      cached.set(person.userId, person);
    },
  };
  const now = () => nowMs;
  directory = slackDirectory({ client, catalog: () => catalog, cache, teamId: exampleApp.teamId, now });
  channels = slackChannels(client, now);
});

describe('who somebody is', () => {
  test.each<[string, string, Person['standing'], string[]]>([
    ['an engineer', exampleUsers.ana, 'member', [engineers]],
    ['an approver', exampleUsers.bo, 'member', [approvers]],
    ['a commander', exampleUsers.ira, 'member', [commanders]],
    ['a guest', exampleUsers.gus, 'guest', []],
    ['somebody of another company', exampleUsers.eve, 'external', []],
    ['a bot', exampleApp.botUserId, 'bot', []],
    ['nobody', 'U0NOBODY', 'unknown', []],
  ])('%s', async (_who, userId, standing, groups) => {
    expect(await directory.person(userId, 'fresh')).toEqual({ userId, standing, groups });
  });

  test.each<[string, Partial<User>, Person['standing']]>([
    ['deactivated', { isDeleted: true }, 'deactivated'],
    ['a single-channel guest', { isRestricted: true, isUltraRestricted: true }, 'guest'],
    ['of another team', { teamId: 'T0OTHER' }, 'external'],
    ['deactivated and a guest: gone outranks all', { isDeleted: true, isRestricted: true }, 'deactivated'],
  ])('%s', async (_how, change, standing) => {
    const dev = slack.workspace.directory.user(exampleUsers.dev);
    slack.workspace.directory.addUser({ ...dev, id: 'U0CHANGED', ...change });
    expect((await directory.person('U0CHANGED', 'fresh')).standing).toBe(standing);
  });
});

describe('fresh', () => {
  test('sees at once that somebody left the group', async () => {
    const members = slack.workspace.directory.userGroup(approvers).userIds;
    expect((await directory.person(exampleUsers.bo, 'fresh')).groups).toEqual([approvers]);
    members.length = 0;
    expect((await directory.person(exampleUsers.bo, 'fresh')).groups).toEqual([]);
    members.push(exampleUsers.bo);
  });

  test.each(['users.info', 'usergroups.list'])(
    'throws when Slack cannot answer %s: nobody gets in by an outage',
    async (method) => {
      slack.faults.next(method, 1, { kind: 'status', status: 503 });
      await expect(directory.person(exampleUsers.ana, 'fresh')).rejects.toThrow();
    },
  );

  test('asked too often, answers what Slack said within the last minute, and no longer', async () => {
    const ana = await directory.person(exampleUsers.ana, 'fresh');
    nowMs += 60_000;
    slack.faults.next('usergroups.list', 2, { kind: 'ratelimited', retryAfterSeconds: 30 });
    expect(await directory.person(exampleUsers.ana, 'fresh')).toEqual(ana);
    nowMs += 1;
    await expect(directory.person(exampleUsers.ana, 'fresh')).rejects.toThrow();
  });

  test('asked too often about somebody never seen, throws', async () => {
    slack.faults.next('users.info', 1, { kind: 'ratelimited', retryAfterSeconds: 30 });
    await expect(directory.person(exampleUsers.ana, 'fresh')).rejects.toThrow();
  });
});

describe('cached', () => {
  test('knows whom a fresh look has seen, and asks Slack nothing', async () => {
    expect(await directory.person(exampleUsers.ana, 'cached')).toBeNull();
    const ana = await directory.person(exampleUsers.ana, 'fresh');
    slack.setAway(true);
    expect(await directory.person(exampleUsers.ana, 'cached')).toEqual(ana);
  });
});

describe('a channel', () => {
  test('of the bot and one person is nobody else’s, which needs no question and no scope', async () => {
    const own = slack.workspace.directory.directChannel(exampleUsers.ana).id;
    expect(await channels.isShared(own)).toBe(false);
    expect(slack.log.of('conversations.info')).toEqual([]);
  });

  test.each([
    ['shared with another company', exampleChannels.partners, true],
    ['of our own', exampleChannels.deploys, false],
    ['that we cannot see', 'G0PRIVATE', false],
  ])('%s', async (_which, channel, shared) => {
    expect(await channels.isShared(channel)).toBe(shared);
  });

  test('is asked about once a minute', async () => {
    const asked = () => slack.log.of('conversations.info').length;
    const before = asked();
    await channels.isShared(exampleChannels.deploys);
    nowMs += 59_999;
    await channels.isShared(exampleChannels.deploys);
    expect(asked() - before).toBe(1);
    nowMs += 1;
    await channels.isShared(exampleChannels.deploys);
    expect(asked() - before).toBe(2);
  });

  test('asked about too often, counts as what Slack said within the last ten minutes, and no longer', async () => {
    await channels.isShared(exampleChannels.partners);
    slack.faults.next('conversations.info', 2, { kind: 'ratelimited', retryAfterSeconds: 30 });
    nowMs += 599_999;
    expect(await channels.isShared(exampleChannels.partners)).toBe(true);
    nowMs += 1;
    await expect(channels.isShared(exampleChannels.partners)).rejects.toThrow();
  });

  test('nobody can judge while Slack is away, but what it said last is remembered', async () => {
    const { deploys, partners } = exampleChannels;
    expect(channels.wasShared(partners)).toBe(false);
    await Promise.all([deploys, partners].map(channels.isShared));
    nowMs += 60_000;
    slack.setAway(true);
    await expect(channels.isShared(deploys)).rejects.toThrow();
    await expect(channels.isShared(partners)).rejects.toThrow();
    expect([deploys, partners].map(channels.wasShared)).toEqual([false, true]);
  });
});
