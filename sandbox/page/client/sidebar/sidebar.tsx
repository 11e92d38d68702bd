import { usePage } from '../live/use-store.ts';
import { ChannelList } from './channel-list.tsx';
import { PersonSwitcher } from './person-switcher.tsx';
import { ThemeSwitcher } from './theme-switcher.tsx';

/** Where one is, who one is, and where one can go. */
export function Sidebar({ onChosen }: { onChosen(): void }) {
  const name = usePage((state) => state.snapshot?.workspaceName ?? '');
  return (
    <nav className="sidebar" aria-label="Workspace">
      <header className="sidebar-head">
        <h1>{name}</h1>
        <ThemeSwitcher />
      </header>
      <PersonSwitcher />
      <ChannelList onChosen={onChosen} />
    </nav>
  );
}
