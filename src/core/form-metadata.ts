import { STRATEGIES } from './catalog.ts';
import { type Draft, imageValue, imageWish } from './form.ts';

/** Where a form was asked for, so that its answer comes there too. Null channel: from everywhere and nowhere. */
export type FormOrigin = {
  readonly channel: string | null;
  readonly responseUrl: string | null;
  readonly threadTs: string | null;
};

type Row = readonly (string | null)[];

/**
 * What a form carries along unseen. Text that somebody writes stands in its fields alone: Slack takes 3,000 characters
 * here, and a reason may be a third of it.
 */
export function printMetadata({ channel, responseUrl, threadTs }: FormOrigin, draft: Draft): string {
  const { kind, service, env } = draft;
  const own: Row =
    draft.kind === 'deploy'
      ? [imageValue(draft.image), draft.strategy, draft.planOnly ? 'plan' : null]
      : [draft.toRevision, null, null];
  return JSON.stringify([kind, channel, responseUrl, threadTs, service, env, ...own]);
}

/** Null for what no form of ours carries: one of another version, or nothing. */
export function readMetadata(metadata: string): { readonly origin: FormOrigin; readonly draft: Draft } | null {
  const row = rowIn(metadata);
  if (row === null) return null;
  const [
    kind,
    channel = null,
    responseUrl = null,
    threadTs = null,
    service = null,
    env = null,
    what = null,
    strategy,
    plan,
  ] = row;
  const origin = { channel, responseUrl, threadTs };
  const names = { service, env, because: null };
  if (kind === 'rollback') return { origin, draft: { kind, ...names, toRevision: what } };
  if (kind !== 'deploy') return null;
  const way = STRATEGIES.find((one) => one === strategy) ?? null;
  const draft = {
    kind,
    ...names,
    image: imageWish(what),
    strategy: way,
    ticked: [],
    planOnly: plan === 'plan',
  } as const;
  return { origin, draft };
}

function rowIn(metadata: string): Row | null {
  try {
    const row: unknown = JSON.parse(metadata);
    return Array.isArray(row) && row.length === 9 && row.every(isCell) ? row : null;
  } catch {
    return null;
  }
}

function isCell(cell: unknown): cell is string | null {
  return cell === null || typeof cell === 'string';
}
