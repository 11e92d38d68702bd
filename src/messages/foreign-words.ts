import type { ForeignChange, Share } from '../core/foreign.ts';
import { redact } from '../core/redaction/redact.ts';
import type { Rollout } from '../core/rollout.ts';
import { shortDigest } from './names.ts';

/** Whose revisions they are, so that nobody has to compare names at night. */
type Known = Pick<Rollout, 'canary' | 'stable' | 'plan'>;

/** What clients call themselves, as people call them; any other by its own name. */
const CLIENTS: Readonly<Record<string, string>> = {
  gcloud: 'gcloud',
  'cloud-console': 'the console',
  terraform: 'Terraform',
};

/** "alice of acme.example, with gcloud" */
export function whoText({ who, client }: Pick<ForeignChange, 'who' | 'client'>): string {
  return redact(`${nameOf(who)}${client === null ? '' : `, with ${CLIENTS[client] ?? client}`}`);
}

function nameOf(who: string | null): string {
  return who ?? 'somebody';
}

/** Each thing that was done, as it follows on a name: "moved traffic: stable 95 → 40 %, canary 5 → 60 %". */
export function whatTexts({ traffic, template, tags }: ForeignChange, known: Known): readonly string[] {
  const served = traffic?.now.some(({ revision }) => revision === template?.revision) ?? false;
  return [
    ...(traffic === null ? [] : [`moved traffic: ${movedText(traffic, known)}`]),
    ...(template === null
      ? []
      : [
          `deployed a new revision ${template.revision} with image ${imageText(template.image)}${served ? '' : ' (no traffic)'}`,
        ]),
    ...tags.map((moved) => tagText(moved, known)),
  ].map(redact);
}

/** All of it as one sentence, without its full stop. */
export function foundText(change: ForeignChange, known: Known): string {
  return `${redact(nameOf(change.who))} changed it outside Slipway${clientText(change)}: ${whatTexts(change, known).join('; ')}`;
}

function clientText({ client }: ForeignChange): string {
  return client === null ? '' : redact(` with ${CLIENTS[client] ?? client}`);
}

/** "stable 40 %, canary 60 %" */
export function sharesText(shares: readonly Share[], known: Known): string {
  return inOrder(shares, known)
    .map(({ revision, percent }) => `${roleOf(revision, known)} ${percent} %`)
    .join(', ');
}

function movedText({ was, now }: { readonly was: readonly Share[]; readonly now: readonly Share[] }, known: Known) {
  const share = (shares: readonly Share[], name: string) =>
    shares.find(({ revision }) => revision === name)?.percent ?? 0;
  const names = [...new Set([...was, ...now].map(({ revision }) => revision))];
  return inOrder(
    names.map((revision) => ({ revision, percent: share(now, revision) })),
    known,
  )
    .map(({ revision, percent }) => `${roleOf(revision, known)} ${share(was, revision)} → ${percent} %`)
    .join(', ');
}

/** Stable first, then the canary, then whatever nobody here knows. */
function inOrder(shares: readonly Share[], { canary, stable }: Known): readonly Share[] {
  const known = [stable?.revision, canary].flatMap((name) => shares.filter(({ revision }) => revision === name));
  return [...known, ...shares.filter((share) => !known.includes(share))];
}

/** What people call it: our two by their parts, any other by its name. */
export function roleOf(revision: string, { canary, stable, plan }: Known): string {
  const [tried, old] = plan.strategy === 'canary' ? ['canary', 'stable'] : ['the new revision', 'the old revision'];
  if (revision === canary) return tried ?? '';
  return revision === stable?.revision ? (old ?? '') : revision;
}

function tagText({ tag, was, now }: ForeignChange['tags'][number], known: Known): string {
  if (now === null) return `took the tag ${tag} away`;
  const to = roleOf(now, known);
  return was === null ? `put the tag ${tag} on ${to}` : `moved the tag ${tag} to ${to}`;
}

/** `registry/path/name:tag` and `registry/path/name@digest` without what is the same for all. */
function imageText(image: string): string {
  const [path = '', digest] = image.split('@');
  const name = path.split('/').at(-1) ?? path;
  return digest === undefined ? name || 'unknown' : `${name} ${shortDigest(digest)}`;
}
