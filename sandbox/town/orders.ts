import { behaviourNames, behaviours } from '../google/registry/behaviour.ts';
import { Code } from '../google/rpc-error.ts';
import type { GoogleSandbox } from '../google/start.ts';
import type { TownAnswer, TownOrder } from '../page/protocol/town.ts';
import type { SlackSandbox } from '../slack/start.ts';
import type { Supervisor } from './supervisor.ts';

export type OrderedTown = {
  readonly google: Pick<GoogleSandbox, 'model'>;
  readonly slack: Pick<SlackSandbox, 'workspace' | 'faults' | 'setAway'>;
  readonly supervisor: Pick<Supervisor, 'kill' | 'restart'>;
};

const DONE: TownAnswer = { kind: 'done' };
/** Longer than the bot gives a write of Cloud Run. */
const SLOW_WRITE_MS = 8_000;
const TAIL_CUT_EVERY_MS = 10_000;
const LOST_SHARE_OF_ERRORS = 0.5;

/** Carries out what somebody at the panel asked for. */
export function obeyOrder(town: OrderedTown, order: TownOrder): TownAnswer {
  const { traffic, faults } = town.google.model;
  switch (order.do) {
    case 'outage':
      return withService(town, order.service, () => traffic.setOutage(order.service, order.isOn));
    case 'badClient':
      return withService(town, order.service, () => traffic.clients.setBadClient(order.service, order.isOn));
    case 'rate':
      return withService(town, order.service, () => traffic.setRate(order.service, order.requestsPerSecond));
    case 'behaviour':
      return setBehaviour(town, order);
    case 'googleWrites':
      faults.inject({ method: 'UpdateService', times: order.times, ...GOOGLE_FAULTS[order.fault] });
      return DONE;
    case 'logLag':
    case 'tailCuts':
    case 'logLoss':
      return obeyAsLogging(town, order);
    case 'kill':
      return aboutProcess(town.supervisor.kill(order.process), order.process);
    case 'restart':
      return aboutProcess(town.supervisor.restart(order.process), order.process);
    case 'noFaults':
      return noFaults(town);
    case 'slackAway':
    case 'slackLimits':
    case 'historyLag':
      return obeyAsSlack(town, order);
  }
}

const GOOGLE_FAULTS = {
  replyLost: { replyLostAfterCommit: true },
  slow: { delayMs: SLOW_WRITE_MS },
  unavailable: { code: Code.unavailable },
} as const;

type LoggingOrder = Extract<TownOrder, { do: 'logLag' | 'tailCuts' | 'logLoss' }>;

function obeyAsLogging({ google }: OrderedTown, order: LoggingOrder): TownAnswer {
  const { logs } = google.model;
  switch (order.do) {
    case 'logLag':
      logs.lagMs = order.lagMs;
      return DONE;
    case 'tailCuts':
      logs.tails.cutEvery(order.isOn ? TAIL_CUT_EVERY_MS : null);
      return DONE;
    case 'logLoss':
      for (const project of projectsOf(google.model)) {
        logs.exclusions.set(project, { errors: order.isOn ? LOST_SHARE_OF_ERRORS : 0 });
      }
      return DONE;
  }
}

/** Of all services, each once. */
export function projectsOf({ run }: GoogleSandbox['model']): string[] {
  return [...new Set(run.records().map(({ name }) => name.split('/')[1] ?? ''))];
}

type SlackOrder = Extract<TownOrder, { do: 'slackAway' | 'slackLimits' | 'historyLag' }>;

function obeyAsSlack({ slack }: OrderedTown, order: SlackOrder): TownAnswer {
  switch (order.do) {
    case 'slackAway':
      slack.setAway(order.isAway);
      return DONE;
    case 'slackLimits': {
      const { posts, retryAfterSeconds } = order;
      slack.faults.next('chat.postMessage', posts, { kind: 'ratelimited', retryAfterSeconds });
      return DONE;
    }
    case 'historyLag':
      slack.workspace.conversations.historyLagMs = order.lagMs;
      return DONE;
  }
}

/** How many people come and what images do is no fault; it stays. */
function noFaults({ google, slack }: OrderedTown): TownAnswer {
  google.model.traffic.endOutages();
  google.model.faults.clear();
  google.model.traffic.clients.endBadClients();
  google.model.logs.lagMs = 0;
  google.model.logs.tails.cutEvery(null);
  google.model.logs.exclusions.clear();
  slack.faults.clear();
  slack.setAway(false);
  slack.workspace.conversations.historyLagMs = 0;
  return DONE;
}

function withService({ google }: OrderedTown, service: string, act: () => void): TownAnswer {
  const isThere = google.model.run.records().some(({ name }) => name === service);
  if (!isThere) return refused(`There is no service ${service}: take its full name from the list.`);
  act();
  return DONE;
}

function setBehaviour(
  { google }: OrderedTown,
  { digest, behaviour, goodForSeconds }: Extract<TownOrder, { do: 'behaviour' }>,
): TownAnswer {
  const { registry } = google.model;
  const name = behaviourNames.find((each) => each === behaviour);
  if (name === undefined)
    return refused(`No image can be made "${behaviour}": choose one of ${behaviourNames.join(', ')}.`);
  if (!registry.images().some((image) => image.digest === digest)) {
    return refused('There is no image with this digest: take it from the list.');
  }
  registry.setBehaviour(digest, goodForSeconds > 0 ? { ...behaviours[name], goodForMs: goodForSeconds * 1000 } : name);
  return DONE;
}

function aboutProcess(isDone: boolean, process: string): TownAnswer {
  return isDone ? DONE : refused(`${process} does not run just now: wait until it does.`);
}

function refused(because: string): TownAnswer {
  return { kind: 'refused', because };
}
