import type { Clock } from './clock.ts';
import { Code, RpcError } from './rpc-error.ts';

/** What to do to the next calls of a method, by its RPC name (`UpdateService`), or `*` for any. */
export type Fault = {
  method: string;
  times: number;
  /** gRPC status to answer with, without doing anything. */
  code?: number | undefined;
  message?: string | undefined;
  /** Wait this long before the call is carried out. */
  delayMs?: number | undefined;
  /** Carry the call out, then answer UNAVAILABLE. */
  replyLostAfterCommit?: boolean | undefined;
};

/** Faults that are waiting for their calls. Each is used up call by call, oldest first. */
export class Faults {
  readonly #clock: Clock;
  #pending: Fault[] = [];
  readonly calls = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  inject(fault: Fault) {
    this.#pending.push({ ...fault });
  }

  clear() {
    this.#pending = [];
  }

  pending(): Fault[] {
    return this.#pending.map((fault) => ({ ...fault }));
  }

  /** Carries a call out, or not, as the next fault for it says. */
  async around<T>(method: string, call: () => T | Promise<T>): Promise<T> {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    const fault = this.#take(method);
    if (!fault) return call();
    if (fault.delayMs) await new Promise<void>((resolve) => this.#clock.after(fault.delayMs ?? 0, resolve));
    if (fault.code) throw new RpcError(fault.code, fault.message ?? `injected fault in ${method}`);
    const reply = await call();
    if (fault.replyLostAfterCommit) throw new RpcError(Code.unavailable, `injected fault: reply of ${method} was lost`);
    return reply;
  }

  #take(method: string): Fault | undefined {
    const fault = this.#pending.find((each) => each.method === method || each.method === '*');
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.#pending = this.#pending.filter((each) => each !== fault);
    return fault;
  }
}
