import { z } from 'zod';
import { type Method, method } from './method.ts';

/** apps.connections.open hands out the address of one socket. */
export function appsMethods(newSocketUrl: () => string): Record<string, Method> {
  const open = method({
    // Slack tolerates the burst of a restart, so this is kinder than the tier 1 it documents.
    tier: 'tier2',
    kind: 'app',
    scopes: ['connections:write'],
    args: z.looseObject({}),
    run: () => ({ url: newSocketUrl() }),
  });
  return { 'apps.connections.open': open };
}
