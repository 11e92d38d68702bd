import { platformOf } from '../mining/sign-known.ts';
import { constantText } from '../mining/template.ts';
import { type Seen, valuesOf } from '../mining/values-of.ts';
import type { Exposure } from './exposure.ts';
import type { Gathered } from './gathered.ts';
import { mutedBy } from './muted.ts';
import type { Mute, Pattern, Shown } from './report.ts';
import type { Sides } from './sorted-tallies.ts';
import type { Stood } from './standing.ts';
import type { KnownSignature, StoredErrors, Tally } from './tally.ts';
import { requestsOf, timesOf } from './times.ts';

type Around = {
  readonly sides: Sides;
  readonly exposure: Exposure;
  readonly mutes: readonly Mute[];
  readonly instances: StoredErrors['instances'];
};

/** A pattern that the subject showed, as it is told. */
export function patternOf(found: Gathered, { standing, variantOf }: Stood, around: Around): Pattern {
  const { id, members, group, shown } = found;
  const [oldest] = members;
  const example = typicalExample(found);
  const text = constantText(group.template);
  const { sides, exposure, mutes, instances } = around;
  const { revision, span } = sides.subject;
  const keys = members.map(({ key }) => key);
  return {
    id,
    keys,
    standing,
    variantOf,
    template: group.template,
    codes: oldest?.codes ?? [],
    frames: oldest?.frames ?? [],
    platform: oldest ? platformOf(oldest) : null,
    values: valuesOf(group, seenOf(found)),
    subject: {
      ...shownIn(shown.subject),
      firstAtMs: shown.subject.reduce((first, { firstAtMs }) => Math.min(first, firstAtMs), Number.POSITIVE_INFINITY),
      lastAtMs: shown.subject.reduce((last, { lastAtMs }) => Math.max(last, lastAtMs), Number.NEGATIVE_INFINITY),
      instances: instancesOf(members, instances, revision),
    },
    beside: sides.beside && shownIn(shown.beside),
    before: shownIn(shown.before),
    times: timesOf(shown, exposure),
    example,
    // What was redacted, or put together of several tokens, does not stand in the log like that.
    constantText: example.includes(text) ? text : '',
    muted: mutedBy(mutes, keys, span.untilMs),
  };
}

function shownIn(tallies: readonly Tally[]): Shown {
  return {
    requests: requestsOf(tallies),
    errors: tallies.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** Of the signature that the subject showed most; of equals the oldest. */
function typicalExample({ members, shown }: Gathered): string {
  const errors = errorsByKey(shown.subject);
  const [first] = members.toSorted((left, right) => (errors.get(right.key) ?? 0) - (errors.get(left.key) ?? 0));
  return first?.example ?? '';
}

/** What is kept of its values is of all sides; so are the counts of what is a value of the group alone. */
function seenOf({ members, shown }: Gathered): ReadonlyMap<string, Seen> {
  const errors = errorsByKey([...shown.subject, ...shown.beside, ...shown.before]);
  return new Map(members.map(({ key, values }) => [key, { count: errors.get(key) ?? 0, values }]));
}

function errorsByKey(tallies: readonly Tally[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { key, errors } of tallies) sums.set(key, (sums.get(key) ?? 0) + errors);
  return sums;
}

/** At least so many: which instances showed two signatures of a group nobody remembers. */
function instancesOf(
  members: readonly KnownSignature[],
  instances: StoredErrors['instances'],
  revision: string,
): number {
  return Math.max(...members.map(({ key }) => instances[`${revision} ${key}`] ?? 0));
}
