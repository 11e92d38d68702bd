import { setTimeout as sleep } from 'node:timers/promises';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import { versionTags } from '../../sandbox/google/registry/registry.ts';
import { startTown, type Town } from '../../sandbox/town/town.ts';
import { Acts } from './acts.ts';
import { cardsOf, endOf } from './cards.ts';
import { chaosCatalog, type Place, placesOf, REQUESTS_PER_SECOND } from './catalog.ts';
import { unansweredActs } from './count-people.ts';
import { Crew } from './crew.ts';
import { Dice } from './dice.ts';
import type { Evidence } from './evidence.ts';
import { Hands } from './hands.ts';
import { type Kill, Killer } from './killer.ts';
import { Meddler } from './meddler.ts';
import { People } from './people.ts';
import { SlackDiary } from './slack-diary.ts';
import { hireTeam } from './team.ts';
import { keepWeather } from './weather.ts';

export type Wanted = {
  readonly kills: number;
  readonly minutes: number;
  readonly seed: number;
  /** How long everything may take to come to its end after the last kill. */
  readonly settleS: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type Ran = { readonly evidence: Evidence; readonly kills: readonly Kill[]; readonly crew: Crew };

const QUIET_MS = 4_000;
const SAY_EVERY_MS = 20_000;

/** Runs the whole of it and hands what was seen to `count`, while Cloud Run and Slack still stand; then stops everything. */
export async function withChaos<T>(wanted: Wanted, count: (ran: Ran) => T | Promise<T>): Promise<T> {
  const dice = new Dice(wanted.seed, 'town');
  const town = await startTown({
    ...{ webs: 0, workers: 0, rps: 0, catalogText: chaosCatalog(), signal: wanted.signal },
    google: { seed: wanted.seed, switches: switchesBy(dice) },
  });
  let crew: Crew | null = null;
  const places = placesOf(town.catalog, town.serviceName);
  const diary = new SlackDiary(town.slack.workspace, Date.now);
  const acts = new Acts(diary);
  try {
    prepare(town, places);
    crew = await Crew.hire(town, { web: 2, worker: 3 }, new Dice(wanted.seed, 'lines'));
    const evidence = { town, places, diary, acts: acts.all };
    const kills = await play(wanted, { evidence, acts, crew });
    return await count({ evidence, kills, crew });
  } finally {
    acts.stop();
    diary.stop();
    await crew?.leave();
    await town.kill9();
  }
}

/** What nobody can know of the real Cloud Run is drawn: Slipway must be right either way. */
function switchesBy(dice: Dice): Partial<Switches> {
  return {
    etagMovesOnStatus: dice.chance(0.5),
    etagMovesOnAnnotationOnlyWrite: dice.chance(0.5),
    latestReadyLagsForNoTraffic: dice.chance(0.5),
    failureCode: dice.pick([9, 13]),
    desiredDiffersAfterFailure: dice.chance(0.5),
  };
}

/** Healthy images that never fail: who errs here errs because somebody deployed it. */
function prepare({ google }: Town, places: readonly Place[]): void {
  const { registry, traffic } = google.model;
  for (const { name, image } of places) {
    traffic.setRate(name, REQUESTS_PER_SECOND);
    for (const tag of versionTags) {
      const digest = registry.digestOf(`${image}:${tag}`) ?? '';
      registry.setBehaviour(digest, { ...registry.behaviourOf(digest), errorRate: 0 });
    }
  }
}

type Cast = { readonly evidence: Evidence; readonly acts: Acts; readonly crew: Crew };

async function play(wanted: Wanted, { evidence, acts, crew }: Cast): Promise<readonly Kill[]> {
  const { town, places } = evidence;
  const { kills, minutes, seed, say, signal } = wanted;
  const closing = new AbortController();
  const over = new AbortController();
  const killer = new Killer(town, crew, new Dice(seed, 'killer'));
  const abort = () => {
    closing.abort();
    over.abort();
    killer.stop();
  };
  signal.addEventListener('abort', abort, { once: true });
  const told = setInterval(() => say(progress(killer, evidence)), SAY_EVERY_MS);
  const people = Promise.all(
    places.map((place, index) => peopleAt(place, index, { wanted, town, acts, killer, closing, over }).work()),
  );
  const weather = keepWeather(town, new Dice(seed, 'weather'), closing.signal);
  try {
    const endMs = Date.now() + minutes * 60_000;
    await Promise.race([killer.work((killed) => killed >= kills && Date.now() >= endMs), people]);
    say(`${killer.kills.length} kills; everything comes to its end …`);
    closing.abort();
    await Promise.race([settled(evidence, over.signal), pause(wanted.settleS * 1_000, over.signal)]);
    signal.throwIfAborted();
    return killer.kills;
  } finally {
    clearInterval(told);
    abort();
    signal.removeEventListener('abort', abort);
    await Promise.allSettled([people, weather]);
  }
}

type Employer = {
  readonly wanted: Wanted;
  readonly town: Town;
  readonly acts: Acts;
  readonly killer: Killer;
  readonly closing: AbortController;
  readonly over: AbortController;
};

function peopleAt(place: Place, index: number, { wanted, town, acts, killer, closing, over }: Employer): People {
  const dice = new Dice(wanted.seed, `people ${place.service} ${place.env}`);
  const meddler = new Meddler(town, new Dice(wanted.seed, `meddler ${place.name}`));
  const team = hireTeam(town.slack.workspace, index);
  const onSpeak = () => {
    killer.spokenAtMs = Date.now();
  };
  const hands = new Hands({ slack: town.slack, acts, place, team, dice, onSpeak, signal: over.signal });
  return new People({
    ...{ slack: town.slack, place, hands, dice, closing: closing.signal, over: over.signal },
    meddle: () => meddler.meddle(place),
  });
}

/** All cards have ended, everybody was answered, and Slack has been quiet for a while. */
async function settled({ town, places, diary, acts }: Evidence, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const cards = places.flatMap((place) => cardsOf(town.slack.workspace, place));
    const isQuiet = Date.now() - (diary.shown.at(-1)?.atMs ?? 0) > QUIET_MS;
    if (isQuiet && unansweredActs(acts).length === 0 && cards.every((card) => endOf(card.content.text) !== null))
      return;
    await sleep(200);
  }
}

function progress(killer: Killer, { town, places, acts }: Evidence): string {
  const cards = places.flatMap((place) => cardsOf(town.slack.workspace, place));
  const ended = cards.filter((card) => endOf(card.content.text) !== null).length;
  return `${killer.kills.length} kills, ${cards.length} rollouts, ${ended} ended, ${acts.length} commands and presses`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
