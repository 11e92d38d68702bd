import type { WebClient } from '@slack/web-api';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { z } from 'zod';
import type { Catalog } from '../core/catalog.ts';
import type { Person } from '../core/person.ts';
import type { Now, ReadCatalog } from '../ports/local.ts';
import type { Directory } from '../ports/slack.ts';
import { refusalCode } from './call-outcome.ts';

/** Keeps a person for about a minute, for all processes. */
export type PersonCache = {
  get(userId: string): Promise<Person | null>;
  put(person: Person): Promise<void>;
};

/** How old an answer may be when Slack says "too many questions": a rollback must not fail for having been checked often. */
const STALE_WHEN_LIMITED_MS = 60_000;

const userInfo = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
  }),
});
type User = z.infer<typeof userInfo>['user'];

const groupList = z.object({
  usergroups: z.array(z.object({ id: z.string(), users: z.array(z.string()).default([]) })),
});
type Groups = ReadonlyMap<string, readonly string[]>;

type DirectoryOptions = {
  readonly client: WebClient;
  readonly catalog: ReadCatalog;
  readonly cache: PersonCache;
  readonly teamId: string;
  readonly now: Now;
};

/** Rights go by user id alone; names and mail addresses can be changed by their owners. */
export function slackDirectory({ client, catalog, cache, teamId, now }: DirectoryOptions): Directory {
  const standingOf = freshOrLately(now, (userId: string) => askStanding(client, userId, teamId));
  const members = freshOrLately(now, () => askGroups(client));

  async function fresh(userId: string): Promise<Person> {
    const named = groupsIn(catalog());
    const [standing, groups] = await Promise.all([standingOf(userId), named.size > 0 ? members('all') : noGroups]);
    const holding = [...named].filter((id) => groups.get(id)?.includes(userId));
    const found = { userId, standing, groups: holding };
    // The cache only spares web a question; this answer holds without it.
    await cache.put(found).catch(() => undefined);
    return found;
  }

  function person(userId: string, how: 'fresh'): Promise<Person>;
  function person(userId: string, how: 'cached'): Promise<Person | null>;
  function person(userId: string, how: 'fresh' | 'cached'): Promise<Person | null> {
    return how === 'fresh' ? fresh(userId) : cache.get(userId);
  }
  return { person };
}

const noGroups: Groups = new Map();

/** Asks each time; only a 429 is answered with what Slack itself said within the last minute. */
function freshOrLately<Answer>(now: Now, ask: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const lately = new Map<string, { readonly answer: Answer; readonly atMs: number }>();
  return async (key) => {
    const atMs = now();
    try {
      const answer = await ask(key);
      lately.set(key, { answer, atMs });
      return answer;
    } catch (error) {
      const last = lately.get(key);
      if (error instanceof WebAPIRateLimitedError && last && atMs - last.atMs <= STALE_WHEN_LIMITED_MS)
        return last.answer;
      throw error;
    }
  };
}

async function askStanding(client: WebClient, userId: string, teamId: string): Promise<Person['standing']> {
  try {
    return standingIn(userInfo.parse(await client.apiCall('users.info', { user: userId })).user, teamId);
  } catch (error) {
    if (refusalCode(error) === null) throw error;
    return 'unknown';
  }
}

function standingIn(user: User, teamId: string): Person['standing'] {
  if (user.deleted) return 'deactivated';
  if (user.is_bot) return 'bot';
  // A missing team is nobody's: whoever cannot be placed stays outside.
  if (user.is_stranger || user.team_id !== teamId) return 'external';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** One question for all groups: the method is Tier 2 (20 a minute), too few for one question per group. */
async function askGroups(client: WebClient): Promise<Groups> {
  const answer = await client.apiCall('usergroups.list', { include_users: true });
  return new Map(groupList.parse(answer).usergroups.map(({ id, users }) => [id, users]));
}

function groupsIn({ environments }: Catalog): ReadonlySet<string> {
  return new Set(
    environments.flatMap(({ deployers, approvers, commanders }) =>
      [deployers, approvers, commanders].flatMap(({ groups }) => groups),
    ),
  );
}
