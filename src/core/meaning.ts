import type { Catalog, Environment, Service, Strategy } from './catalog.ts';
import { findEnvironment, findService } from './catalog.ts';
import { type Form, RESERVED, STRATEGY_KEY, usage } from './grammar.ts';
import type { Refusal } from './refusal.ts';
import type { ImageWish } from './request.ts';
import { readSince, type Since } from './since.ts';
import { strategyNamed } from './strategy.ts';
import { nearest, type Word } from './words.ts';

/** What one word can stand for by itself. `other` may still be an image tag, a slip of the pen or nothing known. */
export type Meaning =
  | { readonly is: 'service'; readonly service: Service }
  | { readonly is: 'env'; readonly env: Environment }
  | { readonly is: 'image'; readonly service: Service | null; readonly image: ImageWish }
  | { readonly is: 'strategy'; readonly strategy: Strategy }
  | { readonly is: 'revision'; readonly revision: string }
  | { readonly is: 'since'; readonly since: Since }
  | { readonly is: 'now' }
  | { readonly is: 'other'; readonly word: Word }
  | { readonly is: 'refused'; readonly refusal: Refusal };

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** `<service>-00042-abc` (made by Cloud Run) or `<service>-r<10 hex>` (made by Slipway). */
const REVISION = /^[a-z][a-z0-9-]{0,50}-(\d{5}-[a-z0-9]{3}|r[0-9a-f]{10})$/;

/** Revisions of other people's making may have any name that Cloud Run takes. */
const REVISION_NAME = /^[a-z][a-z0-9-]{0,62}$/;

export function isRevisionName(name: string): boolean {
  return REVISION_NAME.test(name);
}

export function isTag(word: Word): boolean {
  return TAG.test(word.text) && !RESERVED.has(word.name);
}

/** Whether a registry could hold it; a tag that stands alone may be any word. */
export function isImageWish(wish: ImageWish): boolean {
  if (wish.kind === 'default') return true;
  return wish.kind === 'tag' ? TAG.test(wish.tag) : DIGEST.test(wish.digest);
}

/** The kinds are disjoint: the catalog refuses names that are reserved, shared by two things, or not plain lower case. */
export function meaningOf(word: Word, form: Form, catalog: Catalog): Meaning {
  const refuse = (because: string): Meaning => ({
    is: 'refused',
    refusal: { kind: 'unparseable', text: word.text, because, usage: usage(form) },
  });
  if (word.text.startsWith('<')) {
    return refuse('that is a mention or a link; write services and environments by their plain names');
  }
  const named = form.place === 'none' ? null : nameMeant(word, catalog);
  if (named) return named;
  if (form.takes.includes('now') && word.name === 'now') return { is: 'now' };
  if (form.takes.includes('strategy') && word.name.startsWith(STRATEGY_KEY)) return strategyMeant(word);
  if (form.takes.includes('revision') && REVISION.test(word.name)) return { is: 'revision', revision: word.name };
  if (form.takes.includes('image') && /[:@]/.test(word.text)) return imageMeant(word, catalog, refuse);
  return { is: 'other', word };
}

function nameMeant({ name }: Word, catalog: Catalog): Meaning | null {
  const env = findEnvironment(catalog, name);
  if (env) return { is: 'env', env };
  const service = findService(catalog, name);
  return service ? { is: 'service', service } : null;
}

function strategyMeant({ name }: Word): Meaning {
  const named = strategyNamed(name.slice(STRATEGY_KEY.length));
  return 'refusal' in named ? { is: 'refused', ...named } : { is: 'strategy', ...named };
}

/** `sha256:…`, `SERVICE@sha256:…` or `SERVICE:tag`. */
function imageMeant(word: Word, catalog: Catalog, refuse: (because: string) => Meaning): Meaning {
  const [, name = '', rest = ''] = /^([^:@]*)[:@](.*)$/su.exec(word.text) ?? [];
  if (name.toLowerCase() === 'sha256') return digestMeant(word.name, null, refuse);
  const service = findService(catalog, name.toLowerCase());
  if (!service) return { is: 'refused', refusal: unknownService(name, catalog) };
  if (word.text[name.length] === '@') return digestMeant(rest.toLowerCase(), service, refuse);
  if (!TAG.test(rest)) return refuse('after the colon stands no image tag');
  return { is: 'image', service, image: { kind: 'tag', tag: rest } };
}

function digestMeant(digest: string, service: Service | null, refuse: (because: string) => Meaning): Meaning {
  if (!DIGEST.test(digest)) return refuse('an image digest is `sha256:` and 64 hexadecimal digits');
  return { is: 'image', service, image: { kind: 'digest', digest } };
}

/** The word after `since`. */
export function sinceMeant({ text, name }: Word, form: Form): Meaning {
  const read = readSince(name);
  if (!('because' in read)) return { is: 'since', since: read };
  return { is: 'refused', refusal: { kind: 'unparseable', text, because: read.because, usage: usage(form) } };
}

/** The service that a word was probably meant to be, by its proper name. */
export function nearService(name: string, catalog: Catalog): string | null {
  return nearName(name, catalog.services);
}

/** The environment that a word was probably meant to be, by its proper name. */
export function nearEnvironment(name: string, catalog: Catalog): string | null {
  return nearName(name, catalog.environments);
}

type Named = { readonly name: string; readonly aliases: readonly string[] };

function nearName(name: string, list: readonly Named[]): string | null {
  const called = nearest(
    name,
    list.flatMap((one) => [one.name, ...one.aliases]),
  );
  return list.find((one) => one.name === called || (called !== null && one.aliases.includes(called)))?.name ?? null;
}

export function unknownService(name: string, catalog: Catalog): Refusal {
  const known = catalog.services.map((service) => service.name);
  return { kind: 'unknownService', name, didYouMean: nearService(name.toLowerCase(), catalog), known };
}

export function unknownEnvironment(name: string, catalog: Catalog, service: Service | null): Refusal {
  const known = environmentsOf(catalog, service);
  return { kind: 'unknownEnvironment', name, didYouMean: nearEnvironment(name.toLowerCase(), catalog), known };
}

/** Where the service may be deployed, or everywhere while it is not known which one is meant. */
export function environmentsOf(catalog: Catalog, service: Service | null): readonly string[] {
  return service ? service.environments : catalog.environments.map((env) => env.name);
}
