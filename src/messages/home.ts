import type { SectionBlock } from '@slack/types';
import { unfreezeValue } from '../core/button.ts';
import type { Freeze } from '../core/history.ts';
import type { HomeContent, MessageContent } from '../core/outgoing.ts';
import type { Reader } from '../core/person.ts';
import { beganAtMs, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { actions, andMore, type Block, button, context, divider, formButton, linkButton, section } from './blocks.ts';
import { duration } from './figures.ts';
import { channel, code, date, joined, type Mrkdwn, messageLink, mrkdwn } from './mrkdwn.ts';
import { decider, imageTag, place, words } from './names.ts';
import { bar, shownPercent } from './progress.ts';
import { headline, STATE_SIGNS, stateLine } from './state-words.ts';
import { waitingRow } from './status.ts';

type Ended = Extract<Rollout, { readonly endedAtMs: number }>;
type Frozen = {
  readonly service: string;
  readonly env: string;
  readonly freeze: Freeze;
  readonly mayUnfreeze: boolean;
};

export type HomeFacts = {
  readonly standing: Reader;
  /** Rollouts that wait for this very person. */
  readonly waiting: readonly Rollout[];
  /** All other live ones. */
  readonly live: readonly Rollout[];
  /** Plans that wait for their place, in their order. */
  readonly queued: readonly RolloutIn<'queued'>[];
  readonly frozen: readonly Frozen[];
  /** Newest first. */
  readonly ended: readonly Ended[];
  /** From rollout ids to their cards. */
  readonly links: ReadonlyMap<string, string>;
  /** The answer to what was pressed here. */
  readonly note: MessageContent | null;
  readonly nowMs: number;
};

/** Slack's limit of a Home. */
const MOST_BLOCKS = 100;
/** One block each; they leave room for titles, foot and a short note. */
const MOST = { waiting: 20, live: 30, queued: 5, frozen: 30 } as const;
/** Of other people's words in one row. */
const LONGEST_ROW = 600;

/** One person's App Home. Decisions stay in the channel, where others see them: a row leads to its card. */
export function home(facts: HomeFacts): HomeContent {
  const { standing, waiting, live, queued, frozen, ended, note, nowMs } = facts;
  const body = [
    ...(note ? [...note.blocks, divider()] : []),
    ...(standing === 'member' ? [] : [section(readsOnly()), divider()]),
    ...waitingBlocks(facts),
    ...rows({ title: 'Live', none: waiting.length > 0 ? null : 'No rollout is live.', most: MOST.live }, live, (one) =>
      liveRow(one, facts),
    ),
    ...rows({ title: 'In the queue', none: null, most: MOST.queued }, queued, (one) =>
      section(waitingRow(one, nowMs), LONGEST_ROW),
    ),
    ...rows({ title: 'Frozen', none: null, most: MOST.frozen }, frozen, frozenRow),
    ...(ended.length > 0
      ? [
          section(
            titled(
              'Ended',
              ended.map((one) => endedRow(one, facts)),
            ),
          ),
        ]
      : []),
  ];
  const foot = [
    divider(),
    ...(standing === 'member' ? [actions('home-actions', [formButton('Deploy…')]), context(...WHAT_TO_SAY)] : []),
    context(mrkdwn`As of ${date(nowMs, 'daySeconds')}; opening this page draws it anew.`),
  ];
  return { blocks: [...fitting(body, MOST_BLOCKS - foot.length), ...foot] };
}

/** A long answer, as a plan is, takes the place of what stands last. */
function fitting(blocks: readonly object[], most: number): readonly object[] {
  if (blocks.length <= most) return blocks;
  return [...blocks.slice(0, most - 1), context(mrkdwn`… and more: ${code('/deploy status')}`)];
}

/** What is shown while nothing can be read. */
export function unreachableHome(nowMs: number): HomeContent {
  return {
    blocks: [
      section(
        mrkdwn`⚠️ *Slipway cannot reach its memory just now.*\nWhat is running cannot be shown. Rollouts go on by themselves as soon as it is back; open this page again in a moment.`,
      ),
      context(mrkdwn`To roll back meanwhile: ${code('npm run slipway -- rollback SERVICE ENV')}`),
      context(mrkdwn`As of ${date(nowMs, 'daySeconds')}`),
    ],
  };
}

const WHAT_TO_SAY = [
  mrkdwn`Deploy: ${code('/deploy SERVICE ENV')}`,
  mrkdwn`Roll back: ${code('/rollback SERVICE ENV')}`,
  mrkdwn`In a rollout’s thread: ${code('@slipway status')}`,
  mrkdwn`All that can be said: ${code('/deploy help')}`,
] as const;

function readsOnly(): Mrkdwn {
  return mrkdwn`👋 *Good to see you.* Guests can read here what is being deployed, but not act: ask a member when something has to be done.`;
}

/** What somebody sees who may not read: not even whether anything is going on. */
export function strangersHome(): HomeContent {
  return {
    blocks: [
      section(
        mrkdwn`👋 *Slipway deploys services.* What it does here is for the members of this workspace alone: ask one of them.`,
      ),
    ],
  };
}

function waitingBlocks({ waiting, links }: HomeFacts): readonly Block[] {
  const shape = { title: 'Waiting for you', none: null, most: MOST.waiting };
  return rows(shape, waiting, (rollout) => withCard(rollout, links, aboutLive(rollout), 'primary'));
}

function liveRow(rollout: Rollout, { links }: HomeFacts): Block {
  return withCard(rollout, links, aboutLive(rollout));
}

function aboutLive(rollout: Rollout): Mrkdwn {
  const percent = shownPercent(rollout);
  const progress = mrkdwn`${bar(percent)} ${percent} % · ${imageTag(rollout.image)}`;
  const begun = mrkdwn`by ${decider(rollout.requestedBy)} since ${date(beganAtMs(rollout), 'day')}`;
  const title = mrkdwn`${STATE_SIGNS[rollout.state]} *${place(rollout)}* · ${headline(rollout)}`;
  return mrkdwn`${title}\n${progress} · ${begun}\n${stateLine(rollout)}`;
}

/** Until its card is posted, the channel is where it will be. */
function withCard(
  rollout: Rollout,
  links: ReadonlyMap<string, string>,
  about: Mrkdwn,
  style?: 'primary',
): SectionBlock {
  const url = links.get(rollout.id);
  if (url === undefined) return section(mrkdwn`${about} · ${channel(rollout.channel)}`, LONGEST_ROW);
  const label = style === 'primary' ? 'Decide in Thread' : 'Open Card';
  const named = `${label}: ${rollout.service} in ${rollout.env}`;
  const accessory = linkButton({ label, url, named, ...(style && { style }) });
  return { ...section(about, LONGEST_ROW), accessory };
}

function frozenRow({ freeze, mayUnfreeze, ...at }: Frozen): Block {
  const about = mrkdwn`🧊 *${place(at)}* · by ${decider(freeze.by)} since ${date(freeze.sinceMs, 'day')}: ${words(freeze.reason)}`;
  const row = { ...section(about, LONGEST_ROW), block_id: `frozen-${unfreezeValue(at.service, at.env)}` };
  if (!mayUnfreeze) return row;
  const accessory = button({ action: 'unfreeze', label: 'Unfreeze', value: unfreezeValue(at.service, at.env) });
  return { ...row, accessory };
}

function endedRow(rollout: Ended, { links, nowMs }: HomeFacts): Mrkdwn {
  const url = links.get(rollout.id);
  const name = `${rollout.service} → ${rollout.env}`;
  const linked = url === undefined ? mrkdwn`${name}` : messageLink(url, name);
  const since = duration(nowMs - rollout.endedAtMs);
  return mrkdwn`${STATE_SIGNS[rollout.state]} ${linked} · ${headline(rollout)} · ${imageTag(rollout.image)} · ${since} ago`;
}

function titled(title: string, lines: readonly Mrkdwn[]): Mrkdwn {
  return joined([mrkdwn`*${title}*`, ...lines], '\n');
}

type Shape = { readonly title: string; readonly none: string | null; readonly most: number };

function rows<Row>({ title, none, most }: Shape, list: readonly Row[], draw: (row: Row) => Block): readonly Block[] {
  if (list.length === 0) return none === null ? [] : [section(mrkdwn`*${title}*\n${none}`)];
  const more = andMore(list.length - most);
  return [
    section(mrkdwn`*${title}*`),
    ...list.slice(0, most).map(draw),
    ...(more === '' ? [] : [context(mrkdwn`${more}: ${code('/deploy status')}`)]),
  ];
}
