import { Menu } from '../controls/menu.tsx';
import { Icon } from '../icon/icon.tsx';
import { chooseTheme, type ThemeChoice, useScheme, useThemeChoice } from '../theme/theme.ts';

const CHOICES: readonly { readonly key: ThemeChoice; readonly label: string }[] = [
  { key: 'system', label: 'Like the machine' },
  { key: 'light', label: 'Light' },
  { key: 'dark', label: 'Dark' },
];

export function ThemeSwitcher() {
  const chosen = useThemeChoice();
  const scheme = useScheme();
  const items = CHOICES.map(({ key, label }) => ({
    key,
    label,
    isChosen: key === chosen,
    choose: () => chooseTheme(key),
  }));
  return (
    <Menu label="Light or dark" face={<Icon name={scheme === 'dark' ? 'moon' : 'sun'} />} items={items} align="end" />
  );
}
