/** A revision's share of the traffic, 1 to 100. */
export type Share = { readonly revision: string; readonly percent: number };

/** Where our two tags stand; null where there is none. */
export type OurTags = { readonly canary: string | null; readonly stable: string | null };

/** What others changed on the service of a live rollout, against what the rollout left there. */
export type ForeignChange = {
  /** The account that wrote to the service last, spelt so that no mask takes it for a mail address; null where Google names none. */
  readonly who: string | null;
  /** The tool it was written with (`gcloud`, `cloud-console`, `terraform` …); null where none was named. */
  readonly client: string | null;
  readonly traffic: { readonly was: readonly Share[]; readonly now: readonly Share[] } | null;
  /** The newest revision of the service, where that is none that the rollout knows; `image` is that of its template. */
  readonly template: { readonly revision: string; readonly image: string } | null;
  readonly tags: readonly {
    readonly tag: keyof OurTags;
    readonly was: string | null;
    readonly now: string | null;
  }[];
};

/** A change that stopped the rollout, as a person was shown it. A press on Adopt or Restore holds for this `gate` alone. */
export type Foreign = ForeignChange & { readonly gate: number; readonly seenAtMs: number };

/** What others made while the rollout was live, and a person took on: it stops it no more. */
export type Accepted = {
  /** The newest revision of the service; null while that is the rollout's own. */
  readonly newest: string | null;
  /** null while our tags stand as the rollout put them. */
  readonly tags: OurTags | null;
};
