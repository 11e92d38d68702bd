import type { Catalog, Service } from '../core/catalog.ts';
import { imageInMenu, type MenuOption, OUR_CHOICE } from '../core/form.ts';
import { clip } from '../core/plain-text.ts';
import type { ImageWish } from '../core/request.ts';
import type { ListedImage, ListedRevision, Showing } from '../core/showing.ts';
import { FORM_LIMITS } from '../core/slack-limits.ts';
import { ago } from './figures.ts';
import { shortDigest } from './names.ts';

/** Names and aliases that hold what was typed; what this person deployed lately stands first. */
export function serviceLines(typed: string, lately: readonly string[], { services }: Catalog): readonly MenuOption[] {
  const sought = typed.trim().toLowerCase();
  const fits = ({ name, aliases }: Service) => [name, ...aliases].some((word) => word.includes(sought));
  const rank = ({ name }: Service) => (lately.includes(name) ? lately.indexOf(name) : lately.length);
  return services
    .filter(fits)
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, FORM_LIMITS.menuOptions)
    .map(serviceLine);
}

export function serviceLine({ name, aliases }: Pick<Service, 'name' | 'aliases'>): MenuOption {
  return { text: aliases.length > 0 ? `${name} (${aliases.join(', ')})` : name, value: name };
}

/** Newest first. What was typed and is no line's tag or digest may be taken all the same: the list may be old or cut. */
export function imageLines(typed: string, showing: Showing | null, nowMs: number): readonly MenuOption[] {
  const sought = typed.trim();
  const images = showing?.images ?? [];
  const fits = ({ tag, digest }: ListedImage) =>
    tag?.toLowerCase().includes(sought.toLowerCase()) || digest.includes(sought.toLowerCase());
  const found = images.filter(fits).map((image) => imageLine(image, showing, nowMs));
  const isListed = images.some(({ tag, digest }) => tag === sought || digest === sought);
  const own = isListed ? null : typedLine(sought);
  return [...(own ? [own] : []), ...found].slice(0, FORM_LIMITS.menuOptions);
}

function typedLine(sought: string): MenuOption | null {
  const wish: ImageWish = sought.startsWith('sha256:')
    ? { kind: 'digest', digest: sought.toLowerCase() }
    : { kind: 'tag', tag: sought };
  const value = imageInMenu(wish);
  return value === null ? null : { text: ended(`Use ${wishName(wish)}`, ' as typed'), value };
}

function imageLine({ tag, digest, uploadedAtMs }: ListedImage, showing: Showing | null, nowMs: number): MenuOption {
  const short = shortDigest(digest);
  const marks = [
    ...(showing?.live?.digest === digest ? ['live now'] : []),
    ago(nowMs - uploadedAtMs),
    ...(tag === null ? [] : [short]),
  ];
  // What a narrow screen cuts is what is least asked for.
  return { text: ended(tag ?? short, ` · ${marks.join(' · ')}`), value: digest };
}

/** The line of an image that is chosen, also where it is in no list. */
export function chosenImage(wish: ImageWish, showing: Showing | null, nowMs: number): MenuOption | null {
  const value = imageInMenu(wish);
  if (value === null) return null;
  const listed = showing?.images.find(({ digest }) => digest === value);
  return listed ? imageLine(listed, showing, nowMs) : { text: wishName(wish), value };
}

function wishName(wish: ImageWish): string {
  if (wish.kind === 'default') return '';
  return wish.kind === 'tag' ? wish.tag : shortDigest(wish.digest);
}

export const OUR_TARGET: MenuOption = { text: 'The last good one (found by itself)', value: OUR_CHOICE };

/** Revisions that traffic could go back to, and when each served; the first line leaves it to Slipway. */
export function targetLines(typed: string, showing: Showing | null, nowMs: number): readonly MenuOption[] {
  const sought = typed.trim().toLowerCase();
  const found = (showing?.revisions ?? [])
    .filter(({ revision }) => revision.includes(sought))
    .map((one) => targetLine(one, nowMs));
  return [OUR_TARGET, ...found].slice(0, FORM_LIMITS.menuOptions);
}

function targetLine({ revision, percent, ...times }: ListedRevision, nowMs: number): MenuOption {
  const description = percent > 0 ? `serves ${percent} % now` : past(times, nowMs);
  return { text: revision, value: revision, description };
}

function past({ createdAtMs, served }: Omit<ListedRevision, 'revision' | 'percent'>, nowMs: number): string {
  if (served === null) return `made ${ago(nowMs - createdAtMs)}`;
  const until = served.untilMs === null ? 'before' : `until ${ago(nowMs - served.untilMs)}`;
  return served.end === 'rolledBackFrom' ? `rolled back from, served ${until}` : `served 100 % ${until}`;
}

export function chosenTarget(toRevision: string | null, showing: Showing | null, nowMs: number): MenuOption {
  if (toRevision === null) return OUR_TARGET;
  const listed = showing?.revisions.find(({ revision }) => revision === toRevision);
  return listed ? targetLine(listed, nowMs) : { text: toRevision, value: toRevision };
}

/** The end says more than the last letters of a long name. */
function ended(name: string, end: string): string {
  return `${clip(name, FORM_LIMITS.optionText - end.length)}${end}`;
}
