import type { ServiceRecord } from './records.ts';
import { shortName } from './resource.ts';

const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
const VOWELS = 'aeiou';

/** The name Cloud Run makes up when the template gives none: SERVICE-00042-abc, the same for the same generation. */
export function nameRevision(service: ServiceRecord) {
  const { generation } = service;
  const letter = (alphabet: string, step: number) => alphabet.charAt((generation * step) % alphabet.length);
  const suffix = letter(CONSONANTS, 7) + letter(VOWELS, 3) + letter(CONSONANTS, 11);
  return `${shortName(service.name)}-${String(generation).padStart(5, '0')}-${suffix}`;
}
