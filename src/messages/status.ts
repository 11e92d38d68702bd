import type { MessageContent } from '../core/outgoing.ts';
import { hasEnded, type Rollout, type Stored } from '../core/rollout.ts';
import { context, message, section } from './blocks.ts';
import { counted, duration } from './figures.ts';
import { bold, channel, code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { decider, imageTag, inPlace, place } from './names.ts';
import { headline, STATE_SIGNS } from './state-words.ts';

type FrozenPlace = {
  readonly service: string;
  readonly env: string;
  readonly freeze: { readonly reason: string; readonly by: string | null; readonly sinceMs: number };
};

/** Rows of one list: more would run into Slack's limit of 3,000 characters for a section. */
const MOST_ROWS = 10;

/** What is going on: live rollouts, then freezes, then the newest ended rollouts. */
export function status(rollouts: readonly Stored[], freezes: readonly FrozenPlace[], nowMs: number): MessageContent {
  const all = rollouts.map(({ rollout }) => rollout);
  const live = all.filter((rollout) => !hasEnded(rollout));
  const ended = all.filter(hasEnded);
  const spoken = joined([liveSentence(live), ...freezes.map((frozen) => mrkdwn`${inPlace(frozen)} is frozen.`)], ' ');
  return message(spoken, [
    section(
      live.length > 0
        ? titled(
            'Live',
            live.map((rollout) => liveRow(rollout, nowMs)),
          )
        : mrkdwn`No rollout is live.`,
    ),
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
      ...(freezes.length > 0 ? [mrkdwn`To allow deploys again: ${code('/deploy unfreeze SERVICE ENV')}`] : []),
    ),
  ]);
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

function liveRow(rollout: Rollout, nowMs: number): Mrkdwn {
  const since = duration(nowMs - rollout.requestedAtMs);
  return mrkdwn`${STATE_SIGNS[rollout.state]} *${place(rollout)}* · ${headline(rollout)} · ${imageTag(rollout.image)} · by ${decider(rollout.requestedBy)} ${since} ago · ${channel(rollout.channel)}`;
}

function endedRow(rollout: Extract<Rollout, { readonly endedAtMs: number }>, nowMs: number): Mrkdwn {
  const since = duration(nowMs - rollout.endedAtMs);
  return mrkdwn`${STATE_SIGNS[rollout.state]} ${place(rollout)} · ${headline(rollout)} · ${imageTag(rollout.image)} · ${since} ago`;
}

function frozenRow({ freeze, ...at }: FrozenPlace): Mrkdwn {
  return mrkdwn`🧊 *${place(at)}* · by ${decider(freeze.by)} since ${date(freeze.sinceMs, 'day')}: ${freeze.reason}`;
}
