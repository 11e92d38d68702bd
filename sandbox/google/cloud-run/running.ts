type RunningChange = { atMs: number; service: string; running: string[] };

/** Which revisions had running instances, and since when. Revisions are given by their short names, sorted. */
export class RunningHistory {
  readonly changes: RunningChange[] = [];
  readonly #current = new Map<string, string[]>();

  note(atMs: number, service: string, revisions: string[]) {
    const running = revisions.toSorted();
    if (this.now(service).join() === running.join()) return;
    this.#current.set(service, running);
    this.changes.push({ atMs, service, running });
  }

  now(service: string): string[] {
    return this.#current.get(service) ?? [];
  }

  of(service: string) {
    return this.changes.filter((change) => change.service === service);
  }
}
