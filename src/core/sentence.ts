import type { Strategy } from './catalog.ts';
import type { ImageWish } from './request.ts';
import { printSince, type Since } from './since.ts';

type At = { readonly service: string; readonly env: string };

/** What somebody said, understood. Where `at` is null the one live rollout of the channel is meant. */
export type Sentence =
  | {
      readonly verb: 'deploy' | 'plan';
      readonly at: At;
      readonly image: ImageWish;
      readonly strategy: Strategy | null;
      readonly because: string | null;
    }
  | { readonly verb: 'advance' | 'adopt' | 'restore'; readonly at: At | null }
  | { readonly verb: 'pause' | 'resume' | 'abort'; readonly at: At | null; readonly because: string | null }
  | { readonly verb: 'unfreeze' | 'history'; readonly at: At }
  | { readonly verb: 'errors'; readonly at: At | null; readonly since: Since | null }
  | { readonly verb: 'status'; readonly service: string | null; readonly env: string | null }
  | { readonly verb: 'help'; readonly topic: string | null }
  | {
      readonly verb: 'rollback';
      readonly at: At;
      readonly toRevision: string | null;
      readonly now: boolean;
      readonly because: string | null;
    };

/** A sentence of one of the named verbs. */
export type SentenceOf<V extends Sentence['verb']> = Sentence & { readonly verb: V };

/** The plain way to say it: parsing this gives the same sentence again. */
export function print(sentence: Sentence): string {
  const command = sentence.verb === 'rollback' ? '/rollback' : '/deploy';
  return [command, ...words(sentence)].filter((word) => word !== null && word !== '').join(' ');
}

function words(sentence: Sentence): readonly (string | null)[] {
  switch (sentence.verb) {
    case 'deploy':
    case 'plan': {
      const { verb, at, image, strategy, because } = sentence;
      const way = strategy && `strategy=${strategy}`;
      return [verb === 'plan' ? 'plan' : null, named(at.service, image), 'to', at.env, way, reason(because)];
    }
    case 'rollback': {
      const { at, toRevision, now, because } = sentence;
      return [at.service, at.env, toRevision && `to ${toRevision}`, now ? 'now' : null, reason(because)];
    }
    case 'advance':
    case 'adopt':
    case 'restore':
    case 'unfreeze':
    case 'history':
      return [sentence.verb, place(sentence.at)];
    case 'pause':
    case 'resume':
    case 'abort':
      return [sentence.verb, place(sentence.at), reason(sentence.because)];
    case 'errors':
      return ['errors', place(sentence.at), sentence.since && `since ${printSince(sentence.since)}`];
    case 'status':
      return ['status', sentence.service, sentence.env];
    case 'help':
      return ['help', sentence.topic];
  }
}

// With the service before it a tag is never taken for something else, whatever it is called.
function named(service: string, image: ImageWish): string {
  if (image.kind === 'default') return service;
  return image.kind === 'tag' ? `${service}:${image.tag}` : `${service}@${image.digest}`;
}

const place = (at: At | null) => at && `${at.service} ${at.env}`;
const reason = (because: string | null) => because && `because ${because}`;
