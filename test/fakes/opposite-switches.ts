import { type Switches, usualSwitches } from '../../sandbox/google/cloud-run/settings.ts';

/** What nobody here can check on the real Cloud Run, each the other way round than it was seen in the wild. */
export const OPPOSITE: Switches = {
  etagMovesOnStatus: !usualSwitches.etagMovesOnStatus,
  etagMovesOnAnnotationOnlyWrite: !usualSwitches.etagMovesOnAnnotationOnlyWrite,
  latestReadyLagsForNoTraffic: !usualSwitches.latestReadyLagsForNoTraffic,
  failureCode: usualSwitches.failureCode === 9 ? 13 : 9,
  desiredDiffersAfterFailure: !usualSwitches.desiredDiffersAfterFailure,
};

/** Every combination of whether the etag moves: what a late or a second writer is stopped by. */
export const ETAGS: readonly (readonly [string, Partial<Switches>])[] = [true, false].flatMap((etagMovesOnStatus) =>
  [true, false].map((etagMovesOnAnnotationOnlyWrite) => {
    const switches = { etagMovesOnStatus, etagMovesOnAnnotationOnlyWrite };
    return [JSON.stringify(switches), switches] as const;
  }),
);
