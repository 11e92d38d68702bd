import { Code, RpcError } from './rpc-error.ts';

type PageRequest = { pageSize?: number; pageToken?: string };

/** One page of a list; a page size of 0 means the usual one, and more than the most is cut down to it, as AIP-158 says. */
export function paginate<T>(all: T[], request: PageRequest, sizes: { usual: number; most: number }) {
  const start = Number(request.pageToken || 0);
  if (!Number.isInteger(start) || start < 0) throw new RpcError(Code.invalidArgument, 'page_token: not valid');
  const size = Math.min(request.pageSize || sizes.usual, sizes.most);
  const end = start + size;
  return { items: all.slice(start, end), nextPageToken: end < all.length ? String(end) : '' };
}
