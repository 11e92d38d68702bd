import type { RedisSpace } from './connect.ts';

/** `losesAll`: whole rollouts may vanish; otherwise at most the last second before a power cut. */
export type Unsafe = { readonly problem: string; readonly losesAll: boolean };

/** Settings under which Redis would lose what people were told; empty when all is well or CONFIG is not to be had. */
export async function unsafeSettings({ client }: RedisSpace): Promise<readonly Unsafe[]> {
  const read = async (name: string) => {
    const reply = await client.config('GET', name).catch(() => null);
    return Array.isArray(reply) ? String(reply[1] ?? '') : null;
  };
  const [policy, appendonly, fsync] = await Promise.all(['maxmemory-policy', 'appendonly', 'appendfsync'].map(read));
  const found: Unsafe[] = [];
  const evicts = policy && policy !== 'noeviction';
  if (evicts) found.push({ problem: `maxmemory-policy is ${policy}; set it to noeviction`, losesAll: true });
  if (appendonly === 'no') found.push({ problem: 'appendonly is no; set it to yes', losesAll: true });
  const isLate = appendonly === 'yes' && fsync && fsync !== 'always';
  if (isLate) found.push({ problem: `appendfsync is ${fsync}; set it to always`, losesAll: false });
  return found;
}

/** @throws where whole rollouts may vanish, unless an operator has said that this is meant. */
export function refuseUnsafe(found: readonly Unsafe[], isMeant: boolean): void {
  const fatal = found.filter(({ losesAll }) => losesAll).map(({ problem }) => problem);
  if (fatal.length === 0 || isMeant) return;
  throw new Error(`Redis would lose rollouts: ${fatal.join('; ')}. Or set SLIPWAY_UNSAFE_REDIS=yes if this is meant.`);
}
