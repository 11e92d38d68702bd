import type { PersonRow } from '../../protocol/slack.ts';
import { Menu } from '../controls/menu.tsx';
import { usePage, useStore } from '../live/use-store.ts';
import { PersonFace } from '../message/avatar.tsx';

/** Who one acts as, and what each of the others may do. */
export function PersonSwitcher() {
  const { become } = useStore();
  const me = usePage((state) => state.snapshot?.me);
  const people = usePage((state) => state.snapshot?.people);
  if (me === undefined || people === undefined) return null;
  const items = people
    .filter((person) => person.kind !== 'bot')
    .map((person) => ({
      key: person.id,
      label: <Person person={person} />,
      detail: person.may,
      isChosen: person.id === me.id,
      choose: () => become(person.id),
    }));
  return (
    <div className="switcher">
      <Menu
        label="Act as somebody else"
        hasWords
        className="switcher-button"
        face={
          <>
            <Person person={me} />
            <span className="switcher-arrow" aria-hidden="true" />
          </>
        }
        items={items}
      />
      <p className="switcher-may">{me.may}</p>
    </div>
  );
}

function Person({ person }: { person: PersonRow }) {
  const role = person.role || (person.kind === 'member' ? '' : person.kind);
  return (
    <span className="person">
      <PersonFace id={person.id} name={person.realName} />
      <span className="person-name">{person.realName}</span>
      {role !== '' && <span className="person-role">{role}</span>}
    </span>
  );
}
