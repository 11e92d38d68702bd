import { type Catalog, findEnvironment, findService } from './catalog.ts';
import { type Draft, imageInMenu } from './form.ts';
import { gather, type Parts } from './gather.ts';
import { type Form, formOf, GRAMMAR, type SlashCommand, usage } from './grammar.ts';
import type { Refusal } from './refusal.ts';
import type { ImageWish } from './request.ts';
import type { Sentence } from './sentence.ts';
import { findSlip } from './slip.ts';
import { nearest, splitWords, type Word } from './words.ts';

/** Longest text that is read; Slack itself takes more. */
const LONGEST_TEXT = 1000;

type Place = { readonly service: string; readonly env: string };

export type Parsed =
  | { readonly kind: 'said'; readonly sentence: Sentence }
  /** `gap`: nothing but a name is missing, and this was understood. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly gap?: Draft };

/**
 * Reads what was typed after a slash command. Order is free where kinds differ; every word must have a meaning, and an
 * environment is never implied, but where the words name neither service nor environment and `place` says of what is spoken.
 */
export function parse(command: SlashCommand, text: string, catalog: Catalog, place: Place | null = null): Parsed {
  if (text.length > LONGEST_TEXT) {
    return { kind: 'refused', refusal: { kind: 'tooLong', text: `${command} ${text}`, most: LONGEST_TEXT } };
  }
  const { words, reason } = splitWords(text);
  const form = formMeant(command, words[0]);
  const unparseable = (because: string): Parsed => ({
    kind: 'refused',
    refusal: { kind: 'unparseable', text, because, usage: usage(form) },
  });
  if (reason !== null && !form.takes.includes('reason')) return unparseable(`${form.verb} takes no reason`);
  if (reason === '') return unparseable('the reason is missing');

  const rest = form.openers.length > 0 ? words.slice(1) : words;
  if (form.verb === 'help') return help(command, rest, form);
  const gatheredAlone = gather(rest, form, catalog);
  if ('refusal' in gatheredAlone) return { kind: 'refused', refusal: gatheredAlone.refusal };
  const gathered = placed(gatheredAlone, place, catalog);
  const slip = findSlip(gathered, rest[0], form, catalog);
  if (slip) {
    const gap = slip.kind === 'missing' ? draftOf(form, gathered, reason) : null;
    return { kind: 'refused', refusal: slip, ...(gap && { gap }) };
  }
  return { kind: 'said', sentence: sentenceOf(form, gathered, reason) };
}

function placed(parts: Parts, place: Place | null, catalog: Catalog): Parts {
  if (place === null || parts.service || parts.env) return parts;
  const service = findService(catalog, place.service) ?? null;
  return { ...parts, service, env: service && (findEnvironment(catalog, place.env) ?? null) };
}

function formMeant(command: SlashCommand, first: Word | undefined): Form {
  const word = first?.name ?? '';
  // `help` works wherever it is said.
  const opened = GRAMMAR.find((row) => row.openers.includes(word) && (row.command === command || row.verb === 'help'));
  return opened ?? formOf(command === '/deploy' ? 'deploy' : 'rollback');
}

function help(command: SlashCommand, words: readonly Word[], form: Form): Parsed {
  const [first, second] = words;
  if (!first) return { kind: 'said', sentence: { verb: 'help', topic: command === '/rollback' ? 'rollback' : null } };
  const asked = first.name.replace(/^\//, '');
  const topic = GRAMMAR.find((row) => row.verb === asked || row.openers.includes(asked))?.verb;
  if (topic && !second) return { kind: 'said', sentence: { verb: 'help', topic } };
  const didYouMean = topic
    ? null
    : nearest(
        asked,
        GRAMMAR.map((row) => row.verb),
      );
  const word = (topic && second ? second : first).text;
  return { kind: 'refused', refusal: { kind: 'unknownWord', word, didYouMean, usage: usage(form) } };
}

/** Only after `findSlip` found none: what the form needs is there, and nothing that it does not take. */
function sentenceOf({ verb }: Form, parts: Parts, because: string | null): Sentence {
  const [service, env] = [parts.service?.name ?? null, parts.env?.name ?? null];
  const at = service !== null && env !== null ? { service, env } : null;
  switch (verb) {
    case 'status':
      return { verb, service, env };
    case 'help':
      return { verb, topic: null };
    case 'advance':
    case 'adopt':
    case 'restore':
      return { verb, at };
    case 'pause':
    case 'resume':
    case 'abort':
      return { verb, at, because };
    case 'unfreeze':
    case 'history':
      return { verb, at: certain(at) };
    case 'errors':
      return { verb, at, since: parts.since };
    case 'rollback':
      return { verb, at: certain(at), toRevision: parts.revision, now: parts.now, because };
    case 'deploy':
    case 'plan':
      return { verb, at: certain(at), image: imageOf(parts), strategy: parts.strategy, because };
  }
}

/** What a form begins with; null where there is none for the sentence, or where a word would be lost in it. */
function draftOf({ verb, takes }: Form, parts: Parts, because: string | null): Draft | null {
  const names = { service: parts.service?.name ?? null, env: parts.env?.name ?? null };
  const room = takes.includes('image') && !parts.image ? 1 : 0;
  if (parts.others.length > room) return null;
  if (verb === 'rollback') return { kind: 'rollback', ...names, toRevision: parts.revision, because };
  if (verb !== 'deploy' && verb !== 'plan') return null;
  const { strategy } = parts;
  const image = imageOf(parts);
  if (image.kind !== 'default' && imageInMenu(image) === null) return null;
  const planOnly = verb === 'plan';
  return { kind: 'deploy', ...names, image, strategy, because, ticked: [], planOnly };
}

function certain<T>(at: T | null): T {
  if (at === null) throw new Error('a sentence without its place passed the check');
  return at;
}

function imageOf({ image, others: [tag] }: Parts): ImageWish {
  return image ?? (tag ? { kind: 'tag', tag: tag.text } : { kind: 'default' });
}
