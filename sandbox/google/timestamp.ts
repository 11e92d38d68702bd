/** google.protobuf.Timestamp and Duration as proto-loader writes them: int64 is a string. */
export type Timestamp = { seconds: string; nanos: number };

export function toTimestamp(atMs: number): Timestamp {
  const seconds = Math.floor(atMs / 1000);
  return { seconds: String(seconds), nanos: Math.round((atMs - seconds * 1000) * 1e6) };
}

/** Milliseconds of a Timestamp or Duration; null and undefined count as 0. */
export function toMs(
  stamp: { seconds?: string | number | null | undefined; nanos?: number | null | undefined } | null | undefined,
) {
  return stamp ? Number(stamp.seconds ?? 0) * 1000 + (stamp.nanos ?? 0) / 1e6 : 0;
}
