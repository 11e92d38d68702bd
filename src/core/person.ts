/** Somebody in Slack, as far as rights go. Everybody but a `member` of the workspace is refused everything. */
export type Person = {
  readonly userId: string;
  readonly standing: 'member' | 'guest' | 'external' | 'bot' | 'deactivated' | 'unknown';
  /** The user groups named in the catalog that hold this person. */
  readonly groups: readonly string[];
};
