import type { Act, Verb } from './acts.ts';
import type { Evidence, Finding, Seen } from './evidence.ts';

/** What the thread says when somebody's wish was carried out, whoever was told so. */
const DONE: Readonly<Record<Verb, RegExp | null>> = {
  deploy: null,
  confirm: /Started/,
  advance: /Moving|Switching|is deployed/,
  pause: /paused/,
  resume: /resumed/,
  adopt: /adopted/,
  restore: /restore/,
  abort: /Aborted|is aborted/,
  rollback: /Rolling .* back|is rolled back/,
  unfreeze: null,
};

/** "It has been taken", and then nothing: neither carried out, nor answered by anybody. */
export function commandsLost({ acts }: Pick<Evidence, 'acts'>, rollouts: readonly Seen[]): readonly Finding[] {
  return unansweredActs(acts)
    .filter((act) => !isCarriedOut(act, rollouts))
    .map(words);
}

/** Carried out, as the thread says, but whoever asked was never told so. */
export function answersMissing({ acts }: Pick<Evidence, 'acts'>, rollouts: readonly Seen[]): readonly Finding[] {
  return unansweredActs(acts)
    .filter((act) => isCarriedOut(act, rollouts))
    .map(words);
}

export function unansweredActs(acts: readonly Act[]): readonly Act[] {
  return acts.filter(({ acknowledgedAtMs, answer }) => acknowledgedAtMs !== null && answer === null);
}

/** Commands and presses that web said it has. */
export function commandsTaken({ acts }: Pick<Evidence, 'acts'>): number {
  return acts.filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== null).length;
}

/** Commands and presses whose last word was that they were not taken, or could not be delivered: nothing came of them. */
export function commandsRefused({ acts }: Pick<Evidence, 'acts'>): number {
  return acts.filter(({ answer }) => answer !== null && /Not taken/.test(answer.text)).length;
}

/** Two people who were both told that it was they who advanced this gate. */
export function gatesSettledTwice({ acts }: Pick<Evidence, 'acts'>): readonly Finding[] {
  const presses = acts.filter(({ verb, button }) => verb === 'advance' && button !== null);
  const won = presses.filter(({ answer }) => /moves to|is finished|^Finished/.test(answer?.text ?? ''));
  return [...Map.groupBy(won, ({ button }) => button)]
    .filter(([, winners]) => new Set(winners.map(({ userId }) => userId)).size > 1)
    .map(([gate, winners]) => `${gate}: ${winners.map(words).join(', ')}`);
}

/** How many gates somebody was told that they had advanced. */
export function gatesSettled({ acts }: Pick<Evidence, 'acts'>): number {
  const won = acts.filter(({ verb, answer }) => verb === 'advance' && /moves to|inished/.test(answer?.text ?? ''));
  return new Set(won.map(({ button }) => button)).size;
}

function isCarriedOut({ verb, place, button, atMs }: Act, rollouts: readonly Seen[]): boolean {
  const done = DONE[verb];
  if (done === null) return false;
  const meant = rollouts.filter((rollout) =>
    button === null ? rollout.place === place : rollout.id === button.split('.')[0],
  );
  return meant.some(({ lines }) => lines.some((line) => line.atMs >= atMs && done.test(line.text)));
}

function words({ verb, words: said, place, userId, atMs }: Act): Finding {
  return `${userId} at ${new Date(atMs).toISOString()}: ${verb} (${said}) in ${place.service} ${place.env}`;
}
