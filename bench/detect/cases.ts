/** The images that are deployed, by the share of requests that they fail. */
export const FAULTS = ['errors-100pct', 'errors-5pct', 'errors-1pct'] as const;
export type Fault = (typeof FAULTS)[number];

export const RATES = [10, 100] as const;

/** One service that is given a bad image while it has so many requests. */
export type Case = { readonly service: string; readonly fault: Fault; readonly requestsPerSecond: number };

/** So many services for each rate: `repeats` that fail whole, `others` that fail in part. */
export function casesOf(repeats: number, others: number): readonly Case[] {
  return FAULTS.flatMap((fault) =>
    RATES.flatMap((requestsPerSecond) =>
      Array.from({ length: fault === 'errors-100pct' ? repeats : others }, (_, nth) => ({
        service: `${fault}-${requestsPerSecond}rps-${nth + 1}`,
        fault,
        requestsPerSecond,
      })),
    ),
  );
}
