import { useEffect, useState } from 'react';
import { usePage } from '../live/use-store.ts';
import { PHONE, useMedia } from '../pane/use-media.ts';

const KEY = 'slipway.town';
/** From here on there is room for the channel, its thread and the town. */
const ROOM_FOR_ALL = '(min-width: 1560px)';
/** From here on a newcomer finds the town open beside the channel. */
const ROOM_FOR_TOWN = '(min-width: 1200px)';

export type Panes = {
  /** The one that a phone shows; the style sheet reads it. */
  readonly front: 'list' | 'town' | 'thread' | 'channel';
  /** True where one pane is seen at a time: that one is then the main thing of the page. */
  readonly isAlone: boolean;
  readonly isThreadShown: boolean;
  readonly isTownShown: boolean;
  showList(): void;
  leaveList(): void;
  toggleTown(): void;
};

/** Which panes stand beside each other. Where there is no room for both, town and thread share a place and the last one asked for has it. */
export function usePanes(): Panes {
  const place = usePage((state) => state.place);
  const [isListOpen, setIsListOpen] = useState(false);
  const [isTownOpen, setIsTownOpen] = useState(wasTownOpen);
  const [isTownInFront, setIsTownInFront] = useState(false);
  const hasRoom = useMedia(ROOM_FOR_ALL);
  const isPhone = useMedia(PHONE);
  useEffect(() => {
    if (place.channelId !== undefined) setIsTownInFront(false);
  }, [place]);
  const hasThread = place.channelId !== null && place.threadTs !== null;
  const isTownShown = isTownOpen && (isTownInFront || (!isPhone && (hasRoom || !hasThread)));
  return {
    front: frontOf(isListOpen, isTownInFront && isTownOpen, hasThread),
    isAlone: isPhone,
    isTownShown,
    isThreadShown: hasThread && (hasRoom || isPhone || !isTownShown),
    showList: () => setIsListOpen(true),
    leaveList: () => {
      setIsListOpen(false);
      setIsTownInFront(false);
    },
    toggleTown: () => {
      localStorage.setItem(KEY, isTownShown ? 'closed' : 'open');
      setIsTownOpen(!isTownShown);
      setIsTownInFront(!isTownShown);
    },
  };
}

function frontOf(isListOpen: boolean, isTownInFront: boolean, hasThread: boolean): Panes['front'] {
  if (isListOpen) return 'list';
  if (isTownInFront) return 'town';
  return hasThread ? 'thread' : 'channel';
}

function wasTownOpen(): boolean {
  const stored = localStorage.getItem(KEY);
  return stored === null ? matchMedia(ROOM_FOR_TOWN).matches : stored === 'open';
}
