import type { Clock } from '../clock.ts';
import { Code, RpcError } from '../rpc-error.ts';
import type { Operation, Revision, Service } from './resource.ts';

const KEPT_OPERATIONS = 1000;

/** google.longrunning.Operations of one emulator. Only the newest operations are kept. */
export class Operations {
  readonly #clock: Clock;
  readonly #operations = new Map<string, Operation>();
  readonly #waiters = new Map<string, (() => void)[]>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(location: string, messageType: Operation['messageType'], metadata: Service | Revision): Operation {
    this.#count += 1;
    const name = `${location}/operations/${String(this.#count).padStart(8, '0')}-sandbox`;
    const operation: Operation = { name, done: false, messageType, metadata };
    this.#operations.set(name, operation);
    const oldest = this.#operations.keys().next().value;
    if (this.#operations.size > KEPT_OPERATIONS && oldest) this.#operations.delete(oldest);
    return operation;
  }

  succeed(operation: Operation, response: Service | Revision) {
    Object.assign(operation, { done: true, metadata: response, response });
    this.#wake(operation.name);
    return operation;
  }

  fail(operation: Operation, code: number, message: string, metadata: Service | Revision) {
    Object.assign(operation, { done: true, metadata, error: { code, message } });
    this.#wake(operation.name);
  }

  get(name: string): Operation {
    const operation = this.#operations.get(name);
    if (!operation) throw new RpcError(Code.notFound, `Operation '${name}' was not found.`);
    return operation;
  }

  /** Newest first. */
  list(location: string): Operation[] {
    return [...this.#operations.values()].filter((each) => each.name.startsWith(`${location}/`)).reverse();
  }

  /** Resolves when the operation is done or the time is up, whichever comes first. */
  async wait(name: string, timeoutMs: number): Promise<Operation> {
    const operation = this.get(name);
    if (!operation.done) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(timeoutMs, resolve);
        const wake = () => {
          cancel();
          resolve();
        };
        this.#waiters.set(name, [...(this.#waiters.get(name) ?? []), wake]);
      });
    }
    return operation;
  }

  #wake(name: string) {
    for (const wake of this.#waiters.get(name) ?? []) wake();
    this.#waiters.delete(name);
  }
}
