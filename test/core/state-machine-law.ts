/** What holds whatever people, clocks, crashes, Google, Redis and other people's tools do: a sentence each. */
export const LAWS = {
  oneLive: 'Of one service and environment at most one rollout is live, and that one alone holds the lock.',
  knownSteps: 'Every change of a rollout is a step that the reference knows, brought about by somebody who may.',
  versions: 'Every change raises the version of the record that it was decided on by one.',
  noExit: 'No rollout leaves an end state.',
  nextPhase:
    'Traffic is shifted to the next phase, never past one, and after a pause to the one that was not reached; a person may take on another share.',
  bakedAndPassed: 'Nothing goes on by itself, nor asks to, before its bake is over and its verdict is a pass.',
  gateOnce: 'Every gate is settled once, by a press that was made for it or by evidence that came late.',
  fenceRises: 'The fence never falls, neither in the record nor on the service.',
  requestOnce: 'A request changes rollouts once, however often its job runs, and is answered once.',
  preview: 'Users come to a blue-green revision by a press alone, and before it there is nothing to judge.',
  firstDeploy: 'Where nothing served before, nothing is shared out and nothing goes back.',
  sumOf100:
    'Every split that Slipway asks for sums to 100 %, on revisions by name, and so does every one that is real.',
  onReady: 'No revision that is not Ready is given more than it had.',
  oneCanary:
    'There is never a second canary: only its rollout’s canary and stable have a share in what Slipway writes.',
  decidedShare: 'Every write was decided by a rollout at that version, and gives the canary what that state may give.',
  neverFalls: 'The percent of a canary never falls, except in a rollback or where others moved it.',
  etag: 'Every write carries the etag of the read that it is based on.',
  othersStand: 'What others did to the traffic is never overwritten, unless a person says so.',
  tagsStay: 'Other people’s tags stay where they are (a single writer has none).',
  oneWriter: 'Two revisions of a single writer never run at once.',
  noFalseAccusal: 'Nobody is accused of what Slipway did itself.',
  noSurprise: 'Nothing fails for a reason of our own.',
  comesToRest: 'When everything answers again and a rollback was asked for, nothing is live any more.',
  endsOnStable: 'A rollback from any state ends with stable serving everything; an end leaves traffic where it says.',
  everybodyAnswered: 'Everybody who asked is answered.',
} as const;

export type Law = keyof typeof LAWS;

/** Names the law that was broken, so that a shrunken counterexample says what it is one of. */
export class LawBroken extends Error {
  readonly law: Law;

  constructor(law: Law, found: string) {
    super(`${law}: ${LAWS[law]} Found: ${found}`);
    this.law = law;
  }
}

/** `found` is asked only when the law is broken: it may cost what it wants. */
export function mustHold(law: Law, holds: boolean, found: () => unknown): void {
  if (holds) return;
  const what = found();
  throw new LawBroken(law, typeof what === 'string' ? what : JSON.stringify(what));
}

/** Reads a list that only grows: each call hands on what has come since the last one. */
export function newIn<T>(list: () => readonly T[], look: (one: T) => void): () => void {
  let seen = 0;
  return () => {
    for (const one of list().slice(seen)) look(one);
    seen = list().length;
  };
}
