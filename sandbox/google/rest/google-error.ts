import { ZodError } from 'zod';
import { Code, RpcError } from '../rpc-error.ts';

export type RestAnswer = { status: number; body: object };

const STATUSES: Record<number, { http: number; name: string }> = {
  [Code.invalidArgument]: { http: 400, name: 'INVALID_ARGUMENT' },
  4: { http: 504, name: 'DEADLINE_EXCEEDED' },
  [Code.notFound]: { http: 404, name: 'NOT_FOUND' },
  [Code.alreadyExists]: { http: 409, name: 'ALREADY_EXISTS' },
  7: { http: 403, name: 'PERMISSION_DENIED' },
  [Code.resourceExhausted]: { http: 429, name: 'RESOURCE_EXHAUSTED' },
  [Code.failedPrecondition]: { http: 400, name: 'FAILED_PRECONDITION' },
  [Code.aborted]: { http: 409, name: 'ABORTED' },
  [Code.unimplemented]: { http: 501, name: 'UNIMPLEMENTED' },
  [Code.internal]: { http: 500, name: 'INTERNAL' },
  [Code.unavailable]: { http: 503, name: 'UNAVAILABLE' },
};

/** A refusal as Google's REST front ends write it: `{error: {code, message, status}}`, where code is the HTTP status. */
export function googleError(error: unknown): RestAnswer {
  const { code, message } = refusalIn(error);
  const { http, name } = STATUSES[code] ?? { http: 500, name: 'UNKNOWN' };
  return { status: http, body: { error: { code: http, message, status: name } } };
}

/** Anything that is neither a refusal nor a body that cannot be read is a bug of the emulator. */
function refusalIn(error: unknown): { code: number; message: string } {
  if (error instanceof RpcError) return error;
  if (error instanceof ZodError) {
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { code: Code.invalidArgument, message: `Invalid JSON payload received. ${wrong.join('; ')}` };
  }
  return { code: Code.internal, message: `emulator: ${error instanceof Error ? error.message : String(error)}` };
}
