/** Keys for parts that have no ids of their own and only ever change by being replaced: their place is who they are. */
export function numbered<T>(items: readonly T[]): { readonly key: number; readonly item: T }[] {
  return items.map((item, key) => ({ key, item }));
}
