/** Somebody in Slack, as far as rights go. Everybody but a `member` of the workspace may do nothing, and reads by `mayRead` alone. */
export type Person = {
  readonly userId: string;
  readonly standing: 'member' | 'guest' | 'external' | 'bot' | 'deactivated' | 'unknown';
  /** The user groups named in the catalog that hold this person. */
  readonly groups: readonly string[];
};

export type Reader = 'member' | 'guest';

/** A guest was let into the workspace and may see what is going on in it. Nobody else from outside reads anything. */
export function mayRead(standing: Person['standing']): standing is Reader {
  return standing === 'member' || standing === 'guest';
}
