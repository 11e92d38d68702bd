import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { MessageRow } from '../../protocol/slack.ts';
import type { Stretch } from '../live/page-state.ts';
import { usePage, useStore } from '../live/use-store.ts';

/**
 * Tells the server up to where the person has read: when the end of the channel is on the screen and the window has their
 * attention. @returns how many messages came since, while they were reading further up.
 */
export function useReading(channelId: string, { rows, hasNewer }: Stretch, isAtEnd: boolean): number {
  const { act } = useStore();
  const isLooking = useIsLooking();
  const readTs = usePage((state) => state.snapshot?.channels.find((channel) => channel.id === channelId)?.readTs);
  const lastTs = rows.findLast((row) => !row.isEphemeral)?.ts;
  const seenTs = useRef('');
  useEffect(() => {
    if (isAtEnd) seenTs.current = rows.at(-1)?.ts ?? '';
  }, [isAtEnd, rows]);
  useEffect(() => {
    if (!isAtEnd || !isLooking || lastTs === undefined || readTs === undefined || lastTs <= readTs) return;
    void act({ do: 'read', channelId, ts: lastTs });
  }, [act, channelId, isAtEnd, isLooking, lastTs, readTs]);
  return isAtEnd || hasNewer ? 0 : rows.filter((row) => row.ts > seenTs.current).length;
}

/** The same for a thread, whose parent knows whether something in it is unread. */
export function useThreadReading(rows: readonly MessageRow[], isAtEnd: boolean): void {
  const { act } = useStore();
  const isLooking = useIsLooking();
  const parent = rows[0];
  const channelId = parent?.channelId;
  const isUnread = parent?.replies?.isUnread === true;
  const lastTs = rows.findLast((row) => !row.isEphemeral)?.ts;
  useEffect(() => {
    if (!isUnread || !isAtEnd || !isLooking || channelId === undefined || lastTs === undefined) return;
    void act({ do: 'read', channelId, ts: lastTs });
  }, [act, channelId, isUnread, isAtEnd, isLooking, lastTs]);
}

function useIsLooking(): boolean {
  return useSyncExternalStore(onAttention, () => document.hasFocus());
}

function onAttention(changed: () => void): () => void {
  window.addEventListener('focus', changed);
  window.addEventListener('blur', changed);
  return () => {
    window.removeEventListener('focus', changed);
    window.removeEventListener('blur', changed);
  };
}
