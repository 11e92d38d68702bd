import { count } from '../core/share.ts';
import { code, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause } from './names.ts';
import { listed, type Tellers, where } from './told.ts';

/** Refusals of what was said: words, names and images. */
export const refusedWords: Tellers<
  | 'unparseable'
  | 'tooLong'
  | 'unknownWord'
  | 'unknownService'
  | 'unknownEnvironment'
  | 'missing'
  | 'whichRollout'
  | 'notInEnvironment'
  | 'unknownImage'
  | 'noImage'
  | 'unknownStrategy'
  | 'notForSingleWriters'
> = {
  unparseable: ({ text, because, usage }) => ({
    what: mrkdwn`I cannot read ${code(text)}: ${clause(because)}.`,
    next: howToSayIt(usage),
  }),
  tooLong: ({ text, most }) => ({
    what: mrkdwn`I read at most ${count(most)} characters at once; these are ${count(text.length)}. Nothing was done.`,
    next: mrkdwn`Shorten the reason and say it again. This is what you wrote:`,
    lines: text,
  }),
  unknownWord: ({ word, didYouMean, usage }) => ({
    what: mrkdwn`I do not know the word ${code(word)} here.${meant(didYouMean)}`,
    next: howToSayIt(usage),
  }),
  unknownService: ({ name, didYouMean, known }) => ({
    what: mrkdwn`I know no service ${code(name)}.${meant(didYouMean)}`,
    next: mrkdwn`Services: ${listed(known)}.`,
  }),
  unknownEnvironment: ({ name, didYouMean, known }) => ({
    what: mrkdwn`I know no environment ${code(name)}.${meant(didYouMean)}`,
    next: mrkdwn`Environments: ${listed(known)}.`,
  }),
  missing: ({ what, usage, known }) => ({
    what: mrkdwn`Which ${what}? I never guess it.`,
    next: mrkdwn`One of ${listed(known)}. Say it like this: ${code(usage)}`,
  }),
  whichRollout: ({ usage, known }) => ({
    what:
      known.length > 0
        ? mrkdwn`Which rollout? These can be meant: ${listed(known)}.`
        : mrkdwn`There is no rollout that this can be said to now.`,
    next: howToSayIt(usage),
  }),
  notInEnvironment: ({ service, env, environments }) => ({
    what: mrkdwn`There is no ${where({ service, env })}.`,
    next: mrkdwn`It is deployed to ${listed(environments)}.`,
  }),
  unknownImage: ({ image, didYouMean }) => ({
    what: mrkdwn`There is no image ${code(image)} in the registry.${meant(didYouMean)}`,
    next: mrkdwn`Check the tag, or wait until its build has pushed it. Nothing was deployed.`,
  }),
  noImage: ({ repository }) => ({
    what: mrkdwn`The repository ${code(repository)} holds no image.`,
    next: mrkdwn`Push one, or correct the repository in the catalog.`,
  }),
  unknownStrategy: ({ name, didYouMean, known }) => ({
    what: name === '' ? mrkdwn`Which strategy?` : mrkdwn`I know no strategy ${code(name)}.${meant(didYouMean)}`,
    next: mrkdwn`Strategies: ${listed(known)}. Without one it is as the catalog says.`,
  }),
  notForSingleWriters: ({ service, strategy }) => ({
    what: mrkdwn`Never two of ${service} at once, as ${code(strategy)} would have it: it is a single writer.`,
    next: mrkdwn`It can only be replaced: say it without a strategy. Nothing was deployed.`,
  }),
};

function meant(didYouMean: string | null): Mrkdwn {
  return didYouMean === null ? mrkdwn`` : mrkdwn` Did you mean ${code(didYouMean)}?`;
}

function howToSayIt(usage: string): Mrkdwn {
  return mrkdwn`Say it like this: ${code(usage)}`;
}
