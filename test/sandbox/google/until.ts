/** Waits for something to become true, asking again every few milliseconds; gives up after 5 s. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 5_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`still not true after 5 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
