import type { Catalog, Environment, Service, Strategy } from './catalog.ts';
import { type Form, usage } from './grammar.ts';
import { isRevisionName, type Meaning, meaningOf, sinceMeant, unknownEnvironment } from './meaning.ts';
import type { Refusal } from './refusal.ts';
import type { ImageWish } from './request.ts';
import type { Since } from './since.ts';
import type { Word } from './words.ts';

/** The words of a sentence, each under what it stands for. */
export type Parts = {
  readonly service: Service | null;
  /** True when the service stood as a word of its own, not only within an image (`api-gateway:v2.1.0`). */
  readonly serviceStoodAlone: boolean;
  readonly env: Environment | null;
  readonly image: ImageWish | null;
  readonly strategy: Strategy | null;
  readonly revision: string | null;
  readonly since: Since | null;
  readonly now: boolean;
  /** Words without a meaning of their own, in the order they were said. */
  readonly others: readonly Word[];
};

const NOTHING: Parts = {
  service: null,
  serviceStoodAlone: false,
  env: null,
  image: null,
  strategy: null,
  revision: null,
  since: null,
  now: false,
  others: [],
};
type Refused = { readonly refusal: Refusal };

/** Sorts the words; refused when one is malformed, said twice, or follows a `to` or `in` that it cannot follow. */
export function gather(words: readonly Word[], form: Form, catalog: Catalog): Parts | Refused {
  let parts = NOTHING;
  let filler: Word | null = null;
  for (const word of words) {
    if (!filler && leads(word, form)) {
      filler = word;
      continue;
    }
    const meaning = meaningOf(word, form, catalog);
    const led = filler ? afterFiller(filler, word, meaning, form) : meaning;
    const added: Parts | Refused =
      led === 'noEnvironment'
        ? { refusal: unknownEnvironment(word.text, catalog, parts.service) }
        : add(parts, word, led, form);
    if ('refusal' in added) return added;
    parts = added;
    filler = null;
  }
  return filler ? refused(filler, `nothing stands after it`, form) : parts;
}

/** Words that say what the next one is. */
function leads(word: Word, form: Form): boolean {
  return form.beforeEnv.includes(word.name) || beginsRevision(word, form) || beginsSince(word, form);
}

function beginsSince(word: Word, form: Form): boolean {
  return form.takes.includes('since') && word.name === 'since';
}

function beginsRevision(word: Word, form: Form): boolean {
  return form.takes.includes('revision') && word.name === 'to';
}

/** Revisions of other people's making may have any name, so `to` is what makes such a word a revision. */
function afterFiller(filler: Word, word: Word, meaning: Meaning, form: Form): Meaning | 'noEnvironment' {
  if (meaning.is === 'refused') return meaning;
  if (beginsSince(filler, form)) return sinceMeant(word, form);
  if (beginsRevision(filler, form)) {
    if (meaning.is === 'revision') return meaning;
    if (meaning.is === 'other' && isRevisionName(word.name)) return { is: 'revision', revision: word.name };
    const because = 'after `to` stands the revision to go back to';
    return { is: 'refused', ...refused(word, because, form) };
  }
  if (meaning.is === 'env') return meaning;
  if (meaning.is === 'other') return 'noEnvironment';
  return { is: 'refused', ...refused(word, `after \`${filler.name}\` stands an environment`, form) };
}

function add(parts: Parts, word: Word, meaning: Meaning, form: Form): Parts | Refused {
  const second = (what: string) => refused(word, `it is a second ${what}`, form);
  const once = (said: unknown, what: string, next: Parts) => (said ? second(what) : next);
  switch (meaning.is) {
    case 'refused':
      return meaning;
    case 'service':
      if (parts.serviceStoodAlone || isAnother(meaning.service, parts)) return second('service');
      return { ...parts, service: meaning.service, serviceStoodAlone: true };
    case 'env':
      return once(parts.env, 'environment', { ...parts, env: meaning.env });
    case 'image':
      return addImage(parts, meaning, second);
    case 'strategy':
      return once(parts.strategy, 'strategy', { ...parts, strategy: meaning.strategy });
    case 'revision':
      return once(parts.revision, 'revision', { ...parts, revision: meaning.revision });
    case 'since':
      return once(parts.since, '`since`', { ...parts, since: meaning.since });
    case 'now':
      return once(parts.now, '`now`', { ...parts, now: true });
    case 'other':
      return { ...parts, others: [...parts.others, word] };
  }
}

function addImage(
  parts: Parts,
  { service, image }: Extract<Meaning, { is: 'image' }>,
  second: (what: string) => Refused,
): Parts | Refused {
  if (parts.image) return second('image');
  if (service && isAnother(service, parts)) return second('service');
  return { ...parts, image, service: service ?? parts.service };
}

function isAnother(service: Service, parts: Parts): boolean {
  return parts.service !== null && parts.service !== service;
}

function refused(word: Word, because: string, form: Form): Refused {
  return { refusal: { kind: 'unparseable', text: word.text, because, usage: usage(form) } };
}
