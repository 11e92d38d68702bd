import { paginate } from '../../page.ts';

const PAGE_SIZES = { usual: 100, most: 1000 };

/** A list as Knative writes it: `limit` and `continue` ask for a page. gcloud needs `metadata` even when it is empty. */
export function listOf(kind: string, items: object[], query: URLSearchParams) {
  const request = { pageSize: Number(query.get('limit') ?? 0), pageToken: query.get('continue') ?? '' };
  const page = paginate(items, request, PAGE_SIZES);
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: `${kind}List`,
    metadata: page.nextPageToken ? { continue: page.nextPageToken } : {},
    items: page.items,
  };
}
