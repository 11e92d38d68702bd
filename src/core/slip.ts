import { type Catalog, STRATEGIES } from './catalog.ts';
import type { Parts } from './gather.ts';
import { type Form, GRAMMAR, STRATEGY_KEY, usage } from './grammar.ts';
import { environmentsOf, isTag, nearEnvironment, nearService, unknownEnvironment, unknownService } from './meaning.ts';
import type { Refusal } from './refusal.ts';
import { refuseStrategy } from './strategy.ts';
import { nearest, type Word } from './words.ts';

/**
 * What is wrong with a sentence whose words are sorted; null when it can be said so. A tag may be almost any word, so a
 * word that is left over is first held against what is still missing: `prdo` is a slip of `prod`, not an image.
 */
export function findSlip(parts: Parts, first: Word | undefined, form: Form, catalog: Catalog): Refusal | null {
  return (
    slipOfVerb(parts, first, form) ??
    missingPart(parts, form, catalog) ??
    wordTooMany(parts, form, catalog) ??
    wrongPlace(parts, form) ??
    (parts.service && refuseStrategy(parts.service, parts.strategy))
  );
}

/** `/deploy paln api-gateway prod` must not look for an image called `paln`. */
function slipOfVerb({ others }: Parts, first: Word | undefined, form: Form): Refusal | null {
  if (!first || form.openers.length > 0 || others[0] !== first) return null;
  const verbs = GRAMMAR.filter((row) => row.command === form.command).flatMap((row) => row.openers);
  const didYouMean = nearest(first.name, verbs);
  return didYouMean ? { kind: 'unknownWord', word: first.text, didYouMean, usage: usage(form) } : null;
}

function missingPart(parts: Parts, form: Form, catalog: Catalog): Refusal | null {
  const { service, env, others } = parts;
  if (form.place === 'free' || form.place === 'none') return null;
  if (form.place === 'bothOrNeither' && !service && !env && others.length === 0) return null;
  if (!service) return missingService(others, form, catalog);
  return env ? null : missingEnvironment(parts, form, catalog);
}

function missingService(others: readonly Word[], form: Form, catalog: Catalog): Refusal {
  const wrong = others.find(({ name }) => nearService(name, catalog)) ?? others.find((word) => !looksLikeVersion(word));
  if (wrong) return unknownService(wrong.text, catalog);
  return { kind: 'missing', what: 'service', usage: usage(form), known: catalog.services.map(({ name }) => name) };
}

function missingEnvironment({ service, image, others }: Parts, form: Form, catalog: Catalog): Refusal {
  const near = others.find(({ name }) => nearEnvironment(name, catalog));
  const tagsWelcome = form.takes.includes('image') && !image ? 1 : 0;
  const spare = others.length > tagsWelcome ? (others.find((word) => !looksLikeVersion(word)) ?? others[0]) : undefined;
  const wrong = near ?? spare;
  if (wrong) return unknownEnvironment(wrong.text, catalog, service);
  return { kind: 'missing', what: 'environment', usage: usage(form), known: environmentsOf(catalog, service) };
}

function looksLikeVersion({ name }: Word): boolean {
  return /^v?\d/.test(name);
}

function wordTooMany({ image, others }: Parts, form: Form, catalog: Catalog): Refusal | null {
  const [first, second] = others;
  if (!first) return null;
  if (form.place === 'free') return unknownName(first, form, catalog);
  const keywords = keywordsOf(form);
  const misspelt = others.find(({ name }) => nearest(name, keywords));
  const oneTag = form.takes.includes('image') && !image && isTag(first);
  if (oneTag && !second && !misspelt) return null;
  const word = misspelt ?? (oneTag && second ? second : first);
  return { kind: 'unknownWord', word: word.text, didYouMean: nearest(word.name, keywords), usage: usage(form) };
}

/** The longer words of the form: a two-letter tag is near to `to` and `in` without being one. */
function keywordsOf({ takes }: Form): readonly string[] {
  const strategies = takes.includes('strategy') ? STRATEGIES.map((name) => `${STRATEGY_KEY}${name}`) : [];
  const single = (['now', 'since'] as const).filter((keyword) => takes.includes(keyword));
  return [...(takes.includes('reason') ? ['because'] : []), ...single, ...strategies];
}

function unknownName(word: Word, form: Form, catalog: Catalog): Refusal {
  if (nearService(word.name, catalog)) return unknownService(word.text, catalog);
  if (nearEnvironment(word.name, catalog)) return unknownEnvironment(word.text, catalog, null);
  return { kind: 'unknownWord', word: word.text, didYouMean: null, usage: usage(form) };
}

function wrongPlace({ service, env, revision }: Parts, form: Form): Refusal | null {
  if (service && env && !service.environments.includes(env.name)) {
    const { environments } = service;
    return { kind: 'notInEnvironment', service: service.name, env: env.name, environments };
  }
  if (service && revision && !revision.startsWith(`${service.name}-`)) {
    const because = `it is no revision of ${service.name}`;
    return { kind: 'unparseable', text: revision, because, usage: usage(form) };
  }
  return null;
}
