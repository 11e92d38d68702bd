import { createContext, useContext } from 'react';
import type { Act, ActAnswer, PersonRow, Snapshot } from '../../protocol/slack.ts';
import type { Place } from '../place/place.ts';

/** What messages and views need to know and to do. Without a page around them nothing happens, and names are ids. */
export type Desk = {
  readonly me: string;
  readonly people: ReadonlyMap<string, PersonRow>;
  readonly groups: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
  readonly shortcuts: Snapshot['shortcuts'];
  /** `isWaitedFor`: the person is told when no answer is to be seen after a while. */
  act(act: Act, isWaitedFor?: boolean): Promise<ActAnswer>;
  go(place: Place): void;
  /** Says something short to the person, such as "Link copied". */
  notify(text: string): void;
};

const NOBODY: Desk = {
  me: '',
  people: new Map(),
  groups: new Map(),
  channels: new Map(),
  shortcuts: [],
  act: async () => ({ kind: 'done' }),
  go: () => undefined,
  notify: () => undefined,
};

export const DeskContext = createContext<Desk>(NOBODY);

export function useDesk(): Desk {
  return useContext(DeskContext);
}

type Named = Pick<Snapshot, 'me' | 'people' | 'userGroups' | 'shortcuts'> & {
  readonly channels: readonly { readonly id: string; readonly name: string }[];
};
type Doing = Pick<Desk, 'act' | 'go' | 'notify'>;

/** A desk that knows the names of a workspace. Without `doing` its buttons do nothing, which is enough to look at. */
export function deskOf(named: Named, doing: Doing = NOBODY): Desk {
  return {
    me: named.me.id,
    people: new Map(named.people.map((person) => [person.id, person])),
    groups: new Map(named.userGroups.map((group) => [group.id, group.handle])),
    channels: new Map(named.channels.map((channel) => [channel.id, channel.name])),
    shortcuts: named.shortcuts,
    act: doing.act,
    go: doing.go,
    notify: doing.notify,
  };
}
