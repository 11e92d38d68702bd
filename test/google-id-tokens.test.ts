import type { IdTokenClient } from 'google-auth-library';
import { expect, test } from 'vitest';
import { idTokens } from '../src/google-id-tokens.ts';

type Client = Pick<IdTokenClient, 'getRequestHeaders'>;
const GOOGLE = { sandbox: null };
const AUDIENCE = 'https://api-4f2c7hq3ka-ew.a.run.app';

/** Credentials that give what each call says, in order. */
function credentials(...given: readonly (Client | Error)[]) {
  const left = [...given];
  const asked: string[] = [];
  const getIdTokenClient = async (audience: string): Promise<Client> => {
    asked.push(audience);
    const next = left.shift() ?? new Error('nothing is left');
    if (next instanceof Error) throw next;
    return next;
  };
  return { asked, get: () => ({ getIdTokenClient }) };
}

const client: Client = { getRequestHeaders: async () => new Headers({ authorization: 'Bearer it' }) };

test('a token is had for its audience, and the client that renews it is kept', async () => {
  const auth = credentials(client);
  const tokens = idTokens(GOOGLE, auth.get);
  expect([await tokens(AUDIENCE), await tokens(AUDIENCE)]).toEqual(['Bearer it', 'Bearer it']);
  expect(auth.asked).toEqual([AUDIENCE]);
});

test('credentials that have none to give are no failure, and are asked again the next time', async () => {
  const auth = credentials(new Error('Cannot fetch ID token in this environment'), client);
  const tokens = idTokens(GOOGLE, auth.get);
  expect([await tokens(AUDIENCE), await tokens(AUDIENCE)]).toEqual([null, 'Bearer it']);
});

test('with a sandbox no credentials are looked for', async () => {
  const forbidden = () => {
    throw new Error('they were looked for');
  };
  expect(await idTokens({ sandbox: '127.0.0.1:1' }, forbidden)(AUDIENCE)).toBeNull();
});
