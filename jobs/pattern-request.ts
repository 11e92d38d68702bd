import { findEnvironment } from '../src/core/catalog.ts';
import { cardKey, type MessageContent } from '../src/core/outgoing.ts';
import type { Mute, Pattern, ShownReport } from '../src/core/patterns/report.ts';
import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { AskedFor, PatternRequest } from '../src/core/request.ts';
import { patternsFile } from '../src/messages/pattern-file.ts';
import { muted, mutedLine, sharedComment, unmuted, unmutedLine } from '../src/messages/pattern-told.ts';
import type { Reply } from './command.ts';
import { environmentOf, type World } from './job.ts';
import { shareFile } from './share-file.ts';

type Of<K extends PatternRequest['kind']> = {
  readonly asked: AskedFor;
  readonly request: PatternRequest & { readonly kind: K };
  readonly person: Person;
};

/** A mute is longer for being asked for again, never shorter: two people need not agree on the time. */
export async function mutePattern({ asked, request, person }: Of<'mutePattern'>, world: World): Promise<Reply> {
  const found = await readPattern(request, world);
  if ('refusal' in found) return found;
  const { shown, pattern } = found;
  const refusal = refusePerson('mute', person, environmentOf(shown, world.catalog), null);
  if (refusal) return { refusal };
  const before = await mutesThatHold(shown, pattern, world);
  // Counted from when it was asked for: a request that is carried out again comes to the same.
  const { askedAtMs: sinceMs, userId: by } = asked;
  const beforeMs = Math.max(0, ...before.map((one) => one.untilMs));
  const untilMs = Math.max(sinceMs + request.forMs, beforeMs);
  const { id: patternId, keys, template } = pattern;
  const mute: Mute = { patternId, keys, template, by, sinceMs, untilMs };
  await world.mutes.mute(shown.at, mute);
  const content = mutedLine(shown, { ...mute, reportId: request.reportId, pattern });
  await tell(asked, { shown, rootTs: request.rootTs, content }, world);
  world.log('pattern.muted', { ...namesOf(shown), patternId: pattern.id, userId: by, untilMs });
  return { content: muted(shown, mute, beforeMs) };
}

export async function unmutePattern({ asked, request, person }: Of<'unmutePattern'>, world: World): Promise<Reply> {
  const found = await readPattern(request, world);
  if ('refusal' in found) return found;
  const { shown, pattern } = found;
  const refusal = refusePerson('mute', person, environmentOf(shown, world.catalog), null);
  if (refusal) return { refusal };
  const mutes = await mutesThatHold(shown, pattern, world);
  if (mutes.length === 0) return { refusal: { kind: 'notMuted', service: shown.service, env: shown.env } };
  // Told before it is done: whoever dies in between does it when the request comes back, and nothing goes untold.
  const content = unmutedLine(shown, pattern, asked.userId);
  await tell(asked, { shown, rootTs: request.rootTs, content }, world);
  await Promise.all(mutes.map(({ patternId }) => world.mutes.unmute(shown.at, patternId)));
  world.log('pattern.unmuted', { ...namesOf(shown), patternId: pattern.id, userId: asked.userId });
  return { content: unmuted(shown) };
}

/** All of a report as a file, where it was pressed: what stands in it is masked as the report is. */
export async function shareAllPatterns({ asked, request, person }: Of<'allPatterns'>, world: World): Promise<Reply> {
  if (person.standing !== 'member') return { refusal: { kind: 'notAMember', who: person.standing } };
  const shown = await world.reports.read(request.reportId);
  if (shown === null) return { refusal: { kind: 'reportGone' } };
  const { channel } = asked.replyTo;
  const comment = sharedComment(shown, asked.userId);
  const file = patternsFile(shown);
  return shareFile({ key: asked.key, channel, threadTs: request.rootTs, file, comment }, world);
}

type Found = { readonly shown: ShownReport; readonly pattern: Pattern } | { readonly refusal: Refusal };

async function readPattern(
  { reportId, patternId }: { readonly reportId: string; readonly patternId: string },
  { reports }: World,
): Promise<Found> {
  const shown = await reports.read(reportId);
  if (shown === null) return { refusal: { kind: 'reportGone' } };
  const pattern = shown.report.patterns.find(({ id }) => id === patternId);
  if (pattern) return { shown, pattern };
  return { refusal: { kind: 'patternGone', service: shown.service, env: shown.env } };
}

/** A pattern that has grown since may be muted under another of its names. */
async function mutesThatHold({ at }: ShownReport, { keys }: Pattern, { mutes }: World): Promise<readonly Mute[]> {
  return (await mutes.of(at)).filter((mute) => mute.keys.some((key) => keys.includes(key)));
}

/** In the thread of the rollout where it was pressed in one, else where the environment's rollouts are told. */
async function tell(
  { key, replyTo }: AskedFor,
  line: { readonly shown: ShownReport; readonly rootTs: string | null; readonly content: MessageContent },
  { catalog, rollouts, outbox, bells }: World,
): Promise<void> {
  const { shown, rootTs, content } = line;
  const rolloutId = rootTs === null ? null : await rollouts.byThread(replyTo.channel, rootTs);
  const home = findEnvironment(catalog(), shown.env)?.channel;
  const channel = rolloutId === null ? (home ?? replyTo.channel) : replyTo.channel;
  const oid = `pattern-${key.slice(0, 20)}`;
  const threadKey = rolloutId === null ? null : cardKey(rolloutId);
  await outbox.tellOnce({ ...content, oid, key: oid, channel, op: 'post', threadKey, broadcast: false, urgent: false });
  await bells.ringChannel(channel);
}

function namesOf({ service, env }: ShownReport): { readonly service: string; readonly env: string } {
  return { service, env };
}
