/** The time of day with seconds, in the browser's zone. */
export function timeText(atMs: number): string {
  return new Date(atMs).toLocaleTimeString('en-GB');
}
