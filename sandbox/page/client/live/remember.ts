const PERSON_KEY = 'slipway.as';

/** Who this tab acts as: `?as=` in the address, else who it was before a reload. Two tabs can be two people. */
export function rememberedPerson(): string {
  return new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem(PERSON_KEY) ?? '';
}

export function rememberPerson(as: string): void {
  sessionStorage.setItem(PERSON_KEY, as);
}
