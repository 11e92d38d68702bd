import { sign } from '../../src/core/mining/sign.ts';
import type { KnownSignature } from '../../src/core/patterns/tally.ts';
import { START_MS } from './time.ts';

/** What a service says now and then, the most frequent first. */
const WORDINGS = [
  'upstream payments answered 503 after 2012 ms',
  'connect ECONNREFUSED 10.8.0.3:6379',
  'cart 81f3ac could not be priced: no rate for EUR',
  'session of user 4711 has expired',
  'rate limit of partner acme reached, retry in 30 s',
  'write of order 9913 conflicts with version 7',
  'could not parse the body: unexpected token < at position 0',
  'inventory is stale by 94 s',
  'mail to customer 5512 was refused by the provider',
  'payment 77aa01 was declined: insufficient funds',
  'thumbnail for picture 3321 is missing',
  'lock on basket 118 was not free within 5000 ms',
  'search index answered no hits for a known article 41',
  'webhook of partner globex timed out',
  'currency table has no entry of today',
  'tax service sent an unknown region code 17',
  'voucher 9XA1 was used twice',
  'shipping quote is older than the basket 8812',
  'queue of receipts holds 1204 jobs',
  'certificate of partner initech expires in 2 days',
  'feature switch checkout-v2 has no default',
  'address 6612 cannot be geocoded',
  'stock of article 5531 is negative',
  'export to the ledger skipped row 90412',
  'image resizer ran out of file handles',
] as const;

const SPREAD = 4;
const MOST_OFTEN = 3;

/** In what share of requests the nth message comes: from one of a thousand to one of ten million. */
export function rateOf(index: number): number {
  return 10 ** -(MOST_OFTEN + (SPREAD * index) / (WORDINGS.length - 1));
}

function known(message: string): KnownSignature {
  const { signature, values } = sign({ message, codes: [], stack: null, platform: null });
  return {
    ...signature,
    firstSeenMs: START_MS,
    example: message,
    values: values.map((text) => [{ text, count: 1 }]),
  };
}

export const MESSAGES = WORDINGS.map(known);
/** Comes in one of 10,000 requests. */
export const MAY_BE_RAISED = known(WORDINGS[6]);
export const PLANTED = known("TypeError: Cannot read properties of undefined (reading 'total')");
export const OUTAGE = known('no primary of shard 3 answers');
