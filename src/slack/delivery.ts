import type { IncomingHttpHeaders } from 'node:http';

/** The key under which a delivery travels in Bolt's context. */
const CONTEXT_KEY = 'delivery';

/** What the transport knows of one request of Slack's, apart from its body. */
export class Delivery {
  /** Never the same for two deliveries that Slack itself made. */
  readonly id: string;
  /** The signed time; null over Socket Mode, where nobody but Slack can speak. */
  readonly signedAtMs: number | null;

  constructor(id: string, signedAtMs: number | null) {
    this.id = id;
    this.signedAtMs = signedAtMs;
  }
}

/**
 * Reads the headers of a request whose signature Bolt has verified. Only the part that Bolt compares names the delivery:
 * it ignores what stands after a second `=`, so the whole header would let a replay pass under a new name.
 */
export function signedDelivery(headers: IncomingHttpHeaders): Record<string, Delivery> {
  const [, hash = ''] = String(headers['x-slack-signature']).split('=');
  const seconds = Number(headers['x-slack-request-timestamp']);
  return { [CONTEXT_KEY]: new Delivery(hash, seconds * 1000) };
}

/** An envelope may come twice over Socket Mode (Slack sends it again over another socket when an ack is late). */
export function socketDelivery({ envelope_id }: { readonly envelope_id: string }): Record<string, Delivery> {
  return { [CONTEXT_KEY]: new Delivery(envelope_id, null) };
}

export function deliveryIn(context: Readonly<Record<string, unknown>>): Delivery {
  const delivery = context[CONTEXT_KEY];
  if (!(delivery instanceof Delivery)) throw new Error('the receiver put no delivery into the context');
  return delivery;
}
