import { expect } from 'vitest';
import { PLANTED } from '../../sandbox/google/program/bugs.ts';
import type { Town } from '../../sandbox/town/town.ts';
import { shares } from './ledger.ts';
import { stays } from './stage.ts';
import type { Story } from './story.ts';

const UNAVAILABLE = 14;
const ALL_CALLS = 1_000_000;

/** What takes everything in town down with it; told one after the other, when nothing else is going on. */
export const away: readonly Story[] = [
  {
    title: 'workers killed in a phase and in a shift are outlived, and no shift is doubled',
    at: 'api-gateway prod',
    tell: async (stage) => {
      const writes = stage.cloud.writes().length;
      const card = await stage.deploys('ana', 'v1.3.0');
      await stage.threadSays(card, /serves 5 %/);
      await killWorkers(stage.town);
      const gate = await stage.asksToAdvance(card);
      await stage.presses('bo', 'advance', card, gate);
      await stage.sees('the write of 25 %', () => shares(stage.cloud.writes().slice(writes)).includes(25));
      await killWorkers(stage.town);
      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');
      expect(shares(stage.cloud.writes().slice(writes))).toEqual([0, 5, 25, 50, 100, 100]);
    },
  },
  {
    title: 'while Cloud Run is away the thread says so once, and goes on when it is back',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const { faults } = stage.town.google.model;
      await stage.hears('bo', /no longer frozen|no freeze/, () => stage.says('bo', `/deploy unfreeze ${stage.at}`));
      const card = await stage.deploys('ana', 'v1.3.0');
      await stage.threadSays(card, /serves 5 %/);
      faults.inject({ method: 'GetService', times: ALL_CALLS, code: UNAVAILABLE });
      await stage.threadSays(card, /Trying again/);
      await stays('nothing ends for it', () => stage.buttons(card).includes('roll_back'));
      faults.clear();
      await stage.threadSays(card, /the trouble is over/);
      const gate = await stage.asksToAdvance(card);
      await stage.advances('bo', card, gate);
      await stage.threadSays(card, /serves 25 %/);
      expect(stage.thread(card).filter((line) => line.includes('Trying again'))).toHaveLength(1);
      expect(stage.thread(card).filter((line) => line.includes('the trouble is over'))).toHaveLength(1);
    },
  },
  {
    title: 'while Redis is away nothing is taken, half or whole, and /rollback shows the way without Slipway',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const { redis } = stage.town;
      const [card] = stage.cards().slice(-1);
      if (!card) throw new Error('the story before left no card');
      const writes = stage.cloud.writes().length;
      const other = '/deploy api-gateway v1.4.0 prod';
      await redis.kill9();
      await stage.hears('ana', /Not taken/, () => stage.says('ana', other));
      await stage.hears('ana', /npm run slipway -- rollback oracle-gateway prod/, () =>
        stage.says('ana', `/rollback ${stage.at} now`),
      );
      await stage.hears('ana', /Not taken/, () => stage.presses('ana', 'abort', card));
      await redis.restart();
      await stays('nothing was taken', () => stage.cloud.writes().length === writes);
      expect(stage.workspace.shownTo(stage.cast.ana).some(({ content }) => /^Plan for/.test(content.text))).toBe(false);
      await stage.asksToAdvance(card);

      await stage.says('ana', `/rollback ${stage.at} now`);
      await stage.ends(card, 'Rolled back');
    },
  },
  {
    title: 'a command that Redis was too slow to take is not taken later behind everybody’s back',
    at: 'oracle-gateway staging',
    tell: async (stage) => {
      const { redis } = stage.town;
      redis.hang();
      const heard = await stage
        .hears('ana', /Not taken/, () => stage.says('ana', `/deploy ${stage.service} v1.4.0 ${stage.env}`))
        .finally(() => redis.goOn());
      expect(heard.content.text).toContain('Not taken');
      await stays('no plan comes', () =>
        stage.workspace.shownTo(stage.cast.ana).every(({ content }) => !/^Plan for/.test(content.text)),
      );
    },
  },
];

/** All but one go as in a power cut; where there is but one, it goes too and another is started in its place. */
export async function killWorkers(town: Town): Promise<void> {
  const running = town.processes.filter(
    ({ door, child }) => door === 'worker' && child.exitCode === null && child.signalCode === null,
  );
  const victims = running.slice(0, Math.max(1, running.length - 1));
  await Promise.all(victims.map((victim) => victim.kill9()));
  if (victims.length === running.length) await town.start('worker');
}

const SECRETS = /Bearer ey|eyJhbGciOiJSUzI1NiJ9|4111 1111|@customers\.example|rk9f3c/;
/** Where Slack reads markup; in plain text, cells and preformatted text it calls nobody. */
const CALLS = /<!channel|<!here|<!everyone/;

/** Notes which of the words that must never reach Slack the containers write from now on. */
export function listenForSecrets({ google, catalog }: Town): ReadonlySet<string> {
  const heard = new Set<string>();
  google.model.logs.tail({
    resourceNames: catalog.environments.map(({ project }) => `projects/${project}`),
    filter: 'log_id("run.googleapis.com/stderr")',
    onEntries: (entries) => {
      const text = JSON.stringify(entries);
      for (const words of [...PLANTED, '<!channel>']) if (text.includes(words)) heard.add(words);
    },
  });
  return heard;
}

/** Everything that Slack was ever given to show, edits and what one person alone saw included. */
export function secretsTold({ slack }: Town): readonly string[] {
  const { conversations, directory } = slack.workspace;
  const messages = [...directory.channels.keys()].flatMap((id) => conversations.all(id));
  return [...messages, ...conversations.ephemerals]
    .flatMap(({ content, earlier }) => [content, ...earlier])
    .filter((content) => SECRETS.test(JSON.stringify(content)) || markupOf(content).some((text) => CALLS.test(text)))
    .map((content) => JSON.stringify(content));
}

/** The text of a message itself, and all text in it that says it is markup. */
function markupOf(content: { readonly text: string }): readonly string[] {
  return [content.text, ...markupIn(content)];
}

function markupIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(markupIn)];
}
