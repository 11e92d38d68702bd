import type { Spoken } from '../src/core/heard.ts';
import type { Person } from '../src/core/person.ts';
import type { CommandWorld } from './command.ts';

/**
 * Whoever reads what is stored, or looks at a form that is still empty. Only who is not remembered is asked for. Of whom
 * nothing can be found out is shown what every member sees: what they ask for is judged anew.
 */
export async function readerOf(userId: string, { directory }: Pick<CommandWorld, 'directory'>): Promise<Person> {
  const known = await directory.person(userId, 'cached').catch(() => null);
  const anyMember: Person = { userId, standing: 'member', groups: [] };
  return known ?? directory.person(userId, 'fresh').catch(() => anyMember);
}

/**
 * A slash command is heard from this workspace alone and asks Slack nothing; a mention comes from whoever is in the
 * channel, and has the time to ask. Null: nobody knows.
 */
export function readerHere({ userId, triggerId }: Spoken, world: CommandWorld): Promise<Person | null> {
  return triggerId === undefined ? readerOf(userId, world) : world.directory.person(userId, 'cached').catch(() => null);
}
