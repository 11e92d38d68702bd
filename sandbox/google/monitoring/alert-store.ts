import type { Clock } from '../clock.ts';

/** What an incident is about: a Cloud Run service, or whatever else with a label of its policy that names one. */
export type Incident = {
  project: string;
  policy: string;
  resourceLabels: Record<string, string>;
  userLabels: Record<string, string>;
};

type Alert = Incident & { id: string; openedMs: number; closedMs?: number };

/** The incidents of Cloud Monitoring. Here nothing opens them by itself: whoever rehearses does. */
export class AlertStore {
  readonly #clock: Clock;
  readonly #alerts: Alert[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns its id. */
  open(incident: Incident): string {
    const id = `0.${this.#alerts.length + 1}`;
    this.#alerts.push({ ...incident, id, openedMs: this.#clock.now() });
    return id;
  }

  /** All of a policy that are open. */
  close({ project, policy }: Pick<Incident, 'project' | 'policy'>) {
    for (const alert of this.#alerts) {
      if (alert.project !== project || alert.policy !== policy) continue;
      alert.closedMs ??= this.#clock.now();
    }
  }

  /** Newest first, as projects.alerts.list sorts them. */
  of(project: string): Alert[] {
    return this.#alerts.filter((alert) => alert.project === project).toReversed();
  }
}
