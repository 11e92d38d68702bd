import type { Refusal } from '../core/refusal.ts';
import { code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/** A refusal in words: what is the matter, and what to do next. */
export type Told = {
  readonly what: Mrkdwn;
  readonly next: Mrkdwn;
  /** Command lines to copy, shown as they are. */
  readonly lines?: string | null;
};

export type RefusalKind = Refusal['kind'];
export type RefusalOf<K extends RefusalKind> = Refusal & { readonly kind: K };
/** One teller per kind; a kind without one does not compile. */
export type Tellers<K extends RefusalKind = RefusalKind> = {
  readonly [Kind in K]: (refusal: RefusalOf<Kind>) => Told;
};

/** `api-gateway`, `web-portal` … and 3 more */
export function listed(names: readonly string[], most = 12): Mrkdwn {
  const more = names.length - most;
  return mrkdwn`${joined(names.slice(0, most).map(code), ', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `api-gateway` in `prod` */
export function where({ service, env }: { readonly service: string; readonly env: string }): Mrkdwn {
  return mrkdwn`${code(service)} in ${code(env)}`;
}
