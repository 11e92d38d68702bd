import type { People, Strategy } from './catalog.ts';
import type { State } from './rollout.ts';

/** What a person may try to do; each has its own list of people (product.md E). */
export type Permission = 'deploy' | 'advance' | 'rollBack' | 'control' | 'unfreeze' | 'mute';

/** An expected no, with all that its message needs to say what to do next. `kind` is a stable machine code. */
export type Refusal =
  | { readonly kind: 'unparseable'; readonly text: string; readonly because: string; readonly usage: string }
  /** All of what was said: it is given back, because Slack keeps no command. */
  | { readonly kind: 'tooLong'; readonly text: string; readonly most: number }
  | { readonly kind: 'unknownWord'; readonly word: string; readonly didYouMean: string | null; readonly usage: string }
  | {
      readonly kind: 'unknownService' | 'unknownEnvironment';
      readonly name: string;
      readonly didYouMean: string | null;
      readonly known: readonly string[];
    }
  | {
      readonly kind: 'missing';
      readonly what: 'service' | 'environment';
      readonly usage: string;
      readonly known: readonly string[];
    }
  /** `known`: the rollouts that it can be said to now, each as SERVICE ENV. */
  | { readonly kind: 'whichRollout'; readonly usage: string; readonly known: readonly string[] }
  | {
      readonly kind: 'notInEnvironment';
      readonly service: string;
      readonly env: string;
      readonly environments: readonly string[];
    }
  | {
      readonly kind: 'unknownStrategy';
      readonly name: string;
      readonly didYouMean: string | null;
      readonly known: readonly string[];
    }
  | { readonly kind: 'notForSingleWriters'; readonly service: string; readonly strategy: Strategy }
  | { readonly kind: 'notAllowed'; readonly permission: Permission; readonly env: string; readonly may: People }
  | { readonly kind: 'ownRollout'; readonly env: string; readonly may: People }
  | { readonly kind: 'notAMember'; readonly who: 'guest' | 'external' | 'bot' | 'deactivated' | 'unknown' }
  | { readonly kind: 'sharedChannel' }
  | { readonly kind: 'unknownImage'; readonly image: string; readonly didYouMean: string | null }
  | { readonly kind: 'noImage'; readonly repository: string }
  | { readonly kind: 'alreadyLive'; readonly image: string; readonly service: string; readonly env: string }
  | { readonly kind: 'noService'; readonly service: string; readonly env: string }
  | { readonly kind: 'trafficIsSplit'; readonly service: string; readonly env: string; readonly split: string }
  | {
      readonly kind: 'frozen';
      readonly service: string;
      readonly env: string;
      readonly reason: string;
      readonly by: string | null;
      readonly sinceMs: number;
      /** Who may lift it. */
      readonly may: People;
    }
  | {
      readonly kind: 'locked';
      readonly service: string;
      readonly env: string;
      readonly rolloutId: string;
      readonly by: string;
      readonly sinceMs: number;
    }
  | { readonly kind: 'sameRollout'; readonly image: string; readonly service: string; readonly env: string }
  | { readonly kind: 'isStable'; readonly image: string; readonly service: string; readonly env: string }
  | { readonly kind: 'planChanged'; readonly service: string; readonly env: string; readonly because: string }
  | { readonly kind: 'planExpired' }
  | { readonly kind: 'notYourPlan'; readonly requestedBy: string }
  | { readonly kind: 'noLiveRollout'; readonly service: string; readonly env: string }
  /** `isOver`: its rollout has ended, so nothing can be pressed any more. */
  | { readonly kind: 'oldButton'; readonly now: string; readonly isOver: boolean }
  /** Typed for the rollout before: this one began by itself after the words were said. */
  | { readonly kind: 'saidBefore'; readonly service: string; readonly env: string; readonly now: string }
  /** Said in the thread of a rollout that is over. */
  | { readonly kind: 'threadEnded'; readonly service: string; readonly env: string; readonly now: string }
  | { readonly kind: 'notNow'; readonly operation: string; readonly state: State; readonly because: string }
  /** Resumed, or restored where that cannot be, while what others did stands: a person says first what is to become of it. */
  | {
      readonly kind: 'changedByOthers';
      readonly service: string;
      readonly env: string;
      readonly found: string;
      readonly canRestore: boolean;
      /** Where an abort sends the traffic; null where nothing served before. */
      readonly stable: string | null;
    }
  /** Adopted or restored, but what others did is no longer what was shown. */
  | { readonly kind: 'changedAgain'; readonly service: string; readonly env: string; readonly found: string }
  | { readonly kind: 'notFrozen'; readonly service: string; readonly env: string }
  /** Reports are kept for as long as their buttons are pressed. */
  | { readonly kind: 'reportGone' }
  /** A newer report took the place of the one that was shown, without this pattern. */
  | { readonly kind: 'patternGone'; readonly service: string; readonly env: string }
  | { readonly kind: 'notMuted'; readonly service: string; readonly env: string }
  | { readonly kind: 'fileNotShared'; readonly because: string }
  | {
      readonly kind: 'noRollbackTarget';
      readonly service: string;
      readonly env: string;
      readonly because: string;
      readonly nextBest: string | null;
    }
  | { readonly kind: 'revisionNotReady'; readonly revision: string; readonly because: string }
  | { readonly kind: 'alreadyServing'; readonly revision: string }
  | { readonly kind: 'alreadyRolledBack'; readonly service: string; readonly env: string; readonly revision: string }
  /** Not a no yet: the outside does not answer, and the request is tried again. */
  | { readonly kind: 'stillTrying'; readonly because: string }
  | { readonly kind: 'notTaken'; readonly because: string; readonly withoutUs: string | null }
  /** Neither a yes nor a no: the request was on its way to Redis when that stopped answering. */
  | { readonly kind: 'perhapsTaken'; readonly withoutUs: string | null }
  | { readonly kind: 'unknownButton' }
  | { readonly kind: 'broken'; readonly id: string };
