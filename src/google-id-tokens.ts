import { GoogleAuth, type IdTokenClient } from 'google-auth-library';

type Client = Pick<IdTokenClient, 'getRequestHeaders'>;
type Credentials = { getIdTokenClient(audience: string): Promise<Client> };

/**
 * ID tokens of the account that this process runs as, which tell a private service who asks; null where none can be had,
 * as with most credentials of a laptop. With a sandbox no credentials are looked for. Google's library keeps and renews them.
 */
export function idTokens(
  { sandbox }: { readonly sandbox: string | null },
  credentials: () => Credentials = () => new GoogleAuth(),
): (audience: string) => Promise<string | null> {
  if (sandbox !== null) return async () => null;
  const auth = credentials();
  const clients = new Map<string, Promise<Client>>();
  return async (audience) => {
    const client = clients.get(audience) ?? auth.getIdTokenClient(audience);
    clients.set(audience, client);
    try {
      return (await (await client).getRequestHeaders()).get('authorization');
    } catch {
      clients.delete(audience);
      return null;
    }
  };
}
