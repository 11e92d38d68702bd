import type { ZodError } from 'zod';

/** Everything that zod found, on one line. */
export function whatIsWrong({ issues }: ZodError): string {
  return issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`))
    .join('; ');
}
