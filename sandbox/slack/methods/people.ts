import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { User, UserGroup } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import { count, flag, type Method, method, name, optionalName } from './method.ts';
import { pageOf } from './page.ts';

const authTest = method({
  tier: 'none',
  scopes: [],
  args: z.looseObject({}),
  run: ({ workspace, token }) => {
    const { app } = workspace.directory;
    return {
      url: `${workspace.baseUrl}/`,
      team: app.teamDomain,
      team_id: app.teamId,
      user: workspace.directory.nameOf(token.userId),
      user_id: token.userId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
});

const usersInfo = method({
  tier: 'tier4',
  scopes: ['users:read'],
  args: z.looseObject({ user: name }),
  run: ({ workspace }, args) => ({ user: userOnWire(workspace.directory.user(args.user)) }),
});

const usersList = method({
  tier: 'tier2',
  scopes: ['users:read'],
  args: z.looseObject({ limit: count(1000, 1000), cursor: optionalName }),
  run: ({ workspace }, args) => {
    const page = pageOf([...workspace.directory.users.values()], args.limit, args.cursor);
    return { members: page.items.map(userOnWire), cache_ts: Math.floor(workspace.now() / 1000), ...page.fields };
  },
});

const userGroupsList = method({
  tier: 'tier2',
  scopes: ['usergroups:read'],
  args: z.looseObject({ include_users: flag, include_disabled: flag, include_count: flag }),
  run: ({ workspace }, args) => {
    const groups = [...workspace.directory.userGroups.values()].filter(
      (group) => args.include_disabled || !group.isDisabled,
    );
    return {
      usergroups: groups.map((group) => groupOnWire(workspace.directory.app.teamId, group, args.include_users)),
    };
  },
});

const userGroupMembers = method({
  tier: 'tier2',
  scopes: ['usergroups:read'],
  args: z.looseObject({ usergroup: name, include_disabled: flag }),
  run: ({ workspace }, args) => {
    const group = workspace.directory.userGroup(args.usergroup);
    if (group.isDisabled && !args.include_disabled) throw new SlackError('no_such_subteam');
    return { users: [...group.userIds] };
  },
});

export const peopleMethods: Record<string, Method> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'users.list': usersList,
  'usergroups.list': userGroupsList,
  'usergroups.users.list': userGroupMembers,
};

function userOnWire(user: User): JsonObject {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: user.isDeleted,
    is_bot: user.isBot,
    is_app_user: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_stranger: user.isStranger,
    profile: { real_name: user.realName, display_name: user.name, team: user.teamId },
  };
}

function groupOnWire(teamId: string, group: UserGroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: teamId,
    is_usergroup: true,
    handle: group.handle,
    name: group.name,
    date_delete: group.isDisabled ? 1 : 0,
    user_count: group.userIds.length,
    ...(withUsers ? { users: [...group.userIds] } : {}),
  };
}
