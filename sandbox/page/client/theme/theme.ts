import { useSyncExternalStore } from 'react';

/** What the person chose; `system` follows the machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';
export type Scheme = 'light' | 'dark';

const KEY = 'slipway.theme';
const darkMachine = matchMedia('(prefers-color-scheme: dark)');
const watchers = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice);
  applyTheme();
  for (const watcher of watchers) watcher();
}

/** Tells the style sheets, which have both colours of everything in `light-dark()`. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = themeChoice();
}

function schemeNow(): Scheme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return darkMachine.matches ? 'dark' : 'light';
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  darkMachine.addEventListener('change', watcher);
  return () => {
    watchers.delete(watcher);
    darkMachine.removeEventListener('change', watcher);
  };
}

export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, schemeNow);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice);
}
