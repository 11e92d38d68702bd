import type { handleUnaryCall, ServiceError } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import type { Faults } from '../faults.ts';
import { Code, RpcError } from '../rpc-error.ts';

/** A request as the loader gives it; each method narrows it with its own schema. */
export type WireRequest = object;
type CallContext = { caller: string };
export type Answer = (request: WireRequest, context: CallContext) => object | Promise<object>;

/** Nobody authenticates here, so a caller may say who it is; otherwise it is the bot's service account. */
const CALLER_HEADER = 'x-sandbox-caller';
const DEFAULT_CALLER = 'slipway@sandbox.iam.gserviceaccount.com';

/** Wraps a model's method as a gRPC handler, with the faults in between. */
export function unary(faults: Faults, method: string, answer: Answer): handleUnaryCall<WireRequest, object> {
  return (call, reply) => {
    const caller = String(call.metadata.get(CALLER_HEADER)[0] ?? DEFAULT_CALLER);
    faults
      .around(method, () => answer(call.request, { caller }))
      .then(
        (answered) => reply(null, answered),
        (error: unknown) => reply(toServiceError(error)),
      );
  };
}

/** Anything that is not a refusal is a bug of the emulator, and is told as INTERNAL. */
export function toServiceError(error: unknown): ServiceError {
  const refusal =
    error instanceof RpcError
      ? error
      : new RpcError(Code.internal, `emulator: ${error instanceof Error ? error.message : String(error)}`);
  return Object.assign(new Error(refusal.message), {
    code: refusal.code,
    details: refusal.details,
    metadata: new Metadata(),
  });
}
