/** The canonical gRPC status codes that the emulator answers with. */
export const Code = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

/** A refusal as Google would send it. `details` is what grpc-js puts on the wire. */
export class RpcError extends Error {
  readonly code: number;
  readonly details: string;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RpcError';
    this.code = code;
    this.details = message;
  }
}
