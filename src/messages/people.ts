import type { People } from '../core/catalog.ts';
import { andMore } from './blocks.ts';
import { group, joined, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';

const MOST_NAMED = 12;

/** Groups first, then people by name: "@sre, @ana, … and 3 more". For messages to one person: mentions in a channel would call them all. */
export function peopleList(people: People): Mrkdwn {
  const all = [...people.groups.map(group), ...people.users.map(user)];
  if (all.length === 0) return mrkdwn`nobody`;
  const more = andMore(all.length - MOST_NAMED);
  const named = joined(all.slice(0, MOST_NAMED), ', ');
  return more === '' ? named : mrkdwn`${named} ${more}`;
}
