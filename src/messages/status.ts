import type { MessageContent } from '../core/outgoing.ts';
import { beganAtMs, hasEnded, type Rollout, type RolloutIn, type Stored } from '../core/rollout.ts';
import { actions, type Block, context, message, section } from './blocks.ts';
import { counted, duration } from './figures.ts';
import { bold, channel, code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause, decider, imageTag, inPlace, place } from './names.ts';
import { stopWaitingButton } from './queue-notices.ts';
import { headline, STATE_SIGNS } from './state-words.ts';

type FrozenPlace = {
  readonly service: string;
  readonly env: string;
  readonly freeze: { readonly reason: string; readonly by: string | null; readonly sinceMs: number };
};

/** Rows of one list: more would run into Slack's limit of 3,000 characters for a section. */
const MOST_ROWS = 10;

type Shown = {
  readonly rollouts: readonly Stored[];
  /** Plans that wait for their place, in their order. */
  readonly waiting: readonly RolloutIn<'queued'>[];
  readonly freezes: readonly FrozenPlace[];
};

/** What is going on: live rollouts, what waits for them, then freezes, then the newest ended rollouts. */
export function status(
  { rollouts, waiting, freezes }: Shown,
  { viewer, nowMs }: { readonly viewer: string; readonly nowMs: number },
): MessageContent {
  const all = rollouts.map(({ rollout }) => rollout);
  const live = all.filter((rollout) => !hasEnded(rollout));
  const ended = all.filter(hasEnded);
  const spoken = joined(
    [
      liveSentence(live),
      ...waitingSentence(waiting),
      ...freezes.map((frozen) => mrkdwn`${inPlace(frozen)} is frozen.`),
    ],
    ' ',
  );
  return message(spoken, [
    section(
      live.length > 0
        ? titled(
            'Live',
            live.map((rollout) => liveRow(rollout, nowMs)),
          )
        : mrkdwn`No rollout is live.`,
    ),
    ...waitingBlocks(waiting, { viewer, nowMs }),
    ...(freezes.length > 0 ? [section(titled('Frozen', freezes.map(frozenRow)))] : []),
    ...(ended.length > 0
      ? [
          section(
            titled(
              'Ended',
              ended.map((rollout) => endedRow(rollout, nowMs)),
            ),
          ),
        ]
      : []),
    context(
      mrkdwn`As of ${date(nowMs, 'seconds')}`,
      ...(freezes.length > 0
        ? [mrkdwn`To allow deploys again: ${code(`/deploy unfreeze ${placeToUnfreeze(freezes)}`)}`]
        : []),
    ),
  ]);
}

/** The one that is frozen, ready to be copied; of several, whoever reads has to choose. */
function placeToUnfreeze(freezes: readonly FrozenPlace[]): string {
  const [only, another] = freezes;
  return only && !another ? `${only.service} ${only.env}` : 'SERVICE ENV';
}

function liveSentence(live: readonly Rollout[]): Mrkdwn {
  if (live.length === 0) return mrkdwn`No rollout is live.`;
  const each = live.slice(0, MOST_ROWS).map((rollout) => mrkdwn`${inPlace(rollout)}: ${headline(rollout)}`);
  return mrkdwn`${counted(live.length, 'live rollout')}. ${joined(each, '; ')}.`;
}

function titled(title: string, rows: readonly Mrkdwn[]): Mrkdwn {
  const more = rows.length - MOST_ROWS;
  const shown = rows.slice(0, MOST_ROWS);
  return joined([bold(mrkdwn`${title}`), ...shown, ...(more > 0 ? [mrkdwn`… and ${more} more`] : [])], '\n');
}

function waitingSentence(waiting: readonly RolloutIn<'queued'>[]): readonly Mrkdwn[] {
  return waiting.length === 0
    ? []
    : [mrkdwn`${counted(waiting.length, 'plan')} ${waiting.length === 1 ? 'waits' : 'wait'}.`];
}

/** Whoever looks can take their own plan out of the queue. */
function waitingBlocks(
  waiting: readonly RolloutIn<'queued'>[],
  { viewer, nowMs }: { readonly viewer: string; readonly nowMs: number },
): readonly Block[] {
  if (waiting.length === 0) return [];
  const rows = section(
    titled(
      'Waiting',
      waiting.map((rollout) => waitingRow(rollout, nowMs)),
    ),
  );
  const own = waiting.find(({ requestedBy }) => requestedBy === viewer);
  return own ? [rows, actions(`status-${own.id}`, [stopWaitingButton(own)])] : [rows];
}

/** A plan in the queue, on one line. */
export function waitingRow(rollout: RolloutIn<'queued'>, nowMs: number): Mrkdwn {
  const since = duration(nowMs - rollout.sinceMs);
  const held = rollout.held === null ? mrkdwn`` : mrkdwn` · ${clause(rollout.held)}`;
  return mrkdwn`${STATE_SIGNS.queued} *${place(rollout)}* · ${headline(rollout)} · ${imageTag(rollout.image)} · by ${decider(rollout.requestedBy)} ${since} ago${held} · until ${date(rollout.expiresAtMs)}`;
}

function liveRow(rollout: Rollout, nowMs: number): Mrkdwn {
  const since = duration(nowMs - beganAtMs(rollout));
  return mrkdwn`${STATE_SIGNS[rollout.state]} *${place(rollout)}* · ${headline(rollout)} · ${imageTag(rollout.image)} · by ${decider(rollout.requestedBy)} ${since} ago · ${channel(rollout.channel)}`;
}

function endedRow(rollout: Extract<Rollout, { readonly endedAtMs: number }>, nowMs: number): Mrkdwn {
  const since = duration(nowMs - rollout.endedAtMs);
  return mrkdwn`${STATE_SIGNS[rollout.state]} ${place(rollout)} · ${headline(rollout)} · ${imageTag(rollout.image)} · ${since} ago`;
}

function frozenRow({ freeze, ...at }: FrozenPlace): Mrkdwn {
  return mrkdwn`🧊 *${place(at)}* · by ${decider(freeze.by)} since ${date(freeze.sinceMs, 'day')}: ${freeze.reason}`;
}
