import type { IncomingHttpHeaders } from 'node:http';

const STRANGER = 'somebody@example.com';

/**
 * Who calls. Nobody authenticates here, so a caller may say who it is: an access token that is an e-mail address is taken for
 * its owner's; gcloud sends one with `CLOUDSDK_AUTH_ACCESS_TOKEN_FILE`.
 */
export function callerOf({ authorization = '' }: IncomingHttpHeaders): string {
  return /^Bearer (\S+@\S+)$/.exec(authorization)?.[1] ?? STRANGER;
}
