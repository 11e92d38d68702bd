const memory = new Map<string, string>();

/** What was typed and not sent, kept for each place over a change of channel, a reload and a lost connection. */
export function draftOf(key: string): string {
  return memory.get(key) ?? sessionStorage.getItem(`slipway.draft ${key}`) ?? '';
}

export function keepDraft(key: string, text: string): void {
  memory.set(key, text);
  if (text === '') sessionStorage.removeItem(`slipway.draft ${key}`);
  else sessionStorage.setItem(`slipway.draft ${key}`, text);
}
