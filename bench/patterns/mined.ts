import type { Group } from '../../src/core/mining/grouped.ts';
import { grouped } from '../../src/core/mining/grouped.ts';
import { signer } from '../../src/core/mining/sign.ts';
import type { Signature } from '../../src/core/mining/signature.ts';

/** For each line the number of its group, and the groups. */
export type Mined = { readonly groups: readonly Group[]; readonly ofLine: readonly number[] };

/** What the product does with the errors of a service, on lines: each signed, then the signatures put together. */
export function mined(lines: readonly string[], sign = signer()): Mined {
  const signatures = new Map<string, Signature>();
  const keys = lines.map((message) => {
    const { signature } = sign({ message, codes: [], stack: null, platform: null });
    signatures.set(signature.key, signature);
    return signature.key;
  });
  const groups = grouped([...signatures.values()]);
  const groupOf = new Map(groups.flatMap(({ members }, group) => members.map(({ key }) => [key, group] as const)));
  return { groups, ofLine: keys.map((key) => groupOf.get(key) ?? -1) };
}
