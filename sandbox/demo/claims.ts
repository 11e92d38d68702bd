import type { JournalEntry } from '../google/cloud-run/journal.ts';
import { textOf } from '../town/people.ts';
import type { Town } from '../town/town.ts';
import type { Played } from './scenes.ts';

/** One thing that the demo says, and whether the outside world agrees. */
export type Claim = { readonly text: string; readonly holds: boolean; readonly found: string };

const ENV = 'prod';

/** Holds the story against the journal of the emulated Cloud Run, which knows nothing of Slipway. */
export function claims(town: Town, service: string, played: Played): readonly Claim[] {
  const entries = town.google.model.run.journal.of(town.serviceName(service, ENV)).filter(isCommitted);
  const rollouts = [...Map.groupBy(entries, ({ annotations }) => annotations['slipway/rollout'] ?? '').values()];
  const [good = [], bad = [], byHand = []] = rollouts;
  const stable = good[0]?.trafficBefore[0]?.revision ?? '';
  const released = soleRevision(good.at(-1));
  const bakeMs = town.catalog.services.find(({ name }) => name === service)?.phases[0]?.bakeMs ?? 0;
  return [
    claim('three rollouts wrote to Cloud Run', rollouts.length, 3),
    claim('the good image took 0, 5, 25, 50, 100 %, one write each', stepsOf(good), [0, 5, 25, 50, 100]),
    claim(
      'its phases were at least their bake apart',
      gapsOf(good).every((gapMs) => gapMs >= bakeMs),
      true,
    ),
    claim(
      'it serves everything in the end, and another revision did before',
      released !== '' && released !== stable,
      true,
    ),
    claim('the bad image had 5 %, then nothing', stepsOf(bad), [0, 5, 0]),
    claim('all traffic went back to the good one', soleRevision(bad.at(-1)), released),
    claim('rolled back by hand: 5 %, then nothing', stepsOf(byHand), [0, 5, 0]),
    claim('and back on the good one again', soleRevision(byHand.at(-1)), released),
    claim(
      'every write carried an etag',
      entries.every(({ etagSent }) => etagSent !== ''),
      true,
    ),
    claim(
      'every row of traffic named a revision',
      entries.every(({ trafficAfter }) => trafficAfter.every(isNamed)),
      true,
    ),
    ...told(town, played),
  ];
}

/** What people must have read: an error summary without secrets, and two refusals. */
function told({ slack }: Town, { cards, refusals }: Played): readonly Claim[] {
  const { conversations } = slack.workspace;
  const threadOf = (index: number) => {
    const card = cards[index];
    return card ? conversations.repliesTo(card.channelId, card.ts).map(textOf).join('\n') : '';
  };
  const badThread = threadOf(1);
  return [
    claim('the thread of the bad image shows its error patterns', /Error/.test(badThread), true),
    claim('no bearer token stands in it', /Bearer ey/.test(badThread), false),
    claim('the end of each rollout was sent to the channel once', broadcasts(slack), cards.length),
    claim('a press by somebody who may not, and an old button, were refused', refusals.length, 2),
  ];
}

function broadcasts({ workspace }: Town['slack']): number {
  return workspace.conversations.all('C0INCIDENTSPROD').filter(({ isBroadcast }) => isBroadcast).length;
}

function isCommitted({ outcome }: JournalEntry): boolean {
  return outcome === 'committed';
}

function isNamed({ revision }: JournalEntry['trafficAfter'][number]): boolean {
  return revision !== 'LATEST' && revision !== '';
}

/** The canary's share after each write that changed the split; the first write makes it, at 0 %. */
function stepsOf(entries: readonly JournalEntry[]): readonly number[] {
  const canary = entries.find(({ revision }) => revision !== '')?.revision;
  const shares = entries.map(({ trafficAfter }) => shareOf(trafficAfter, canary));
  return shares.filter((share, position) => position === 0 || share !== shares[position - 1]);
}

/** Milliseconds between the writes that moved traffic. */
function gapsOf(entries: readonly JournalEntry[]): readonly number[] {
  const moving = entries.filter(({ revision }, position) => revision === '' && position > 0);
  return moving.slice(1).map(({ atMs }, position) => atMs - (moving[position]?.atMs ?? atMs));
}

function shareOf(rows: JournalEntry['trafficAfter'], revision: string | undefined): number {
  return rows.filter((row) => row.revision === revision).reduce((sum, { percent }) => sum + percent, 0);
}

function soleRevision(entry: JournalEntry | undefined): string {
  return entry?.trafficAfter.find(({ percent }) => percent === 100)?.revision ?? '';
}

function claim(text: string, found: unknown, expected: unknown): Claim {
  return { text, holds: JSON.stringify(found) === JSON.stringify(expected), found: JSON.stringify(found) };
}
