import type { Random } from '../seeded-random.ts';
import type { NewLogEntry } from './entry.ts';

/** Shares, 0 to 1, of what a project's exclusion filters drop before anybody can read it. */
export type Exclusion = {
  /** Of the entries with severity ERROR and above. */
  errors: number;
  /** Of the requests that went well: a sampled request log, or with 1 one of failures only. */
  successes: number;
};

const NOTHING: Exclusion = { errors: 0, successes: 0 };
const SEVERE = ['ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'];

/** The exclusion filters of all projects. Monitoring counts the requests all the same. */
export class Exclusions {
  readonly #byProject = new Map<string, Exclusion>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  set(project: string, exclusion: Partial<Exclusion>) {
    this.#byProject.set(project, { ...NOTHING, ...exclusion });
  }

  clear() {
    this.#byProject.clear();
  }

  of(project: string): Exclusion {
    return this.#byProject.get(project) ?? NOTHING;
  }

  drops(entry: NewLogEntry) {
    const { errors, successes } = this.of(entry.logName.split('/')[1] ?? '');
    const share = SEVERE.includes(entry.severity) ? errors : successesOf(entry, successes);
    return share > 0 && this.#random() < share;
  }
}

const successesOf = ({ httpRequest }: NewLogEntry, share: number) =>
  httpRequest !== undefined && httpRequest.status < 400 ? share : 0;
