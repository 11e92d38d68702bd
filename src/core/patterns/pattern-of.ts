import { constantTextOf } from './constant-text.ts';
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

/** A group that the subject showed, as it is told. */
export function patternOf(group: Gathered, { standing, variantOf }: Stood, around: Around): Pattern {
  const { id, members, template, shown } = group;
  const { sides, exposure, mutes, instances } = around;
  const { revision, span } = sides.subject;
  const { example, values } = typicalOf(group);
  return {
    id,
    standing,
    variantOf,
    template,
    codes: members[0]?.codes ?? [],
    frames: members[0]?.frames ?? [],
    platform: null,
    values,
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
    constantText: constantTextOf(template, example),
    muted: mutedBy(mutes, new Set(members.map(({ key }) => key)), span.untilMs),
  };
}

function shownIn(tallies: readonly Tally[]): Shown {
  return {
    requests: requestsOf(tallies),
    errors: tallies.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** Of its signatures the one that the subject showed most; of equals the oldest. */
function typicalOf({ members, shown }: Gathered): Pick<KnownSignature, 'example' | 'values'> {
  const errorsOf = (signature: KnownSignature) =>
    shown.subject.reduce((sum, { key, errors }) => (key === signature.key ? sum + errors : sum), 0);
  const [first] = members.toSorted((left, right) => errorsOf(right) - errorsOf(left));
  return first ?? { example: '', values: [] };
}

/** At least so many: which instances showed two signatures of a group nobody remembers. */
function instancesOf(
  members: readonly KnownSignature[],
  instances: StoredErrors['instances'],
  revision: string,
): number {
  return Math.max(...members.map(({ key }) => instances[`${revision} ${key}`] ?? 0));
}
