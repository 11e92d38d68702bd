/** One finished request that failed, was refused or was slow, from the request log; or a line of the service's own signal. */
export type BadRequest = {
  readonly insertId: string;
  readonly atMs: number;
  readonly service: string;
  readonly region: string;
  readonly revision: string;
  /** `failed`: 5xx, or what its signal calls so. `refused`: no instance had it. `answered`: well, but perhaps slowly. */
  readonly outcome: 'failed' | 'refused' | 'answered';
  readonly latencyMs: number;
  /** The address that asked, null where nobody says; it is never stored. */
  readonly client: string | null;
};
