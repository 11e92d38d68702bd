import type { News } from './take-news.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

type Listener = { onNews(news: News): void; onLost(): void };

/** The feed of one person, opened again with growing pauses for as long as it is not closed. */
export function connect(as: string, listener: Listener): { close(): void } {
  let waitMs = FIRST_WAIT_MS;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;

  const open = () => {
    clearTimeout(timer);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const opened = new WebSocket(`${scheme}://${location.host}/live?as=${encodeURIComponent(as)}`);
    socket = opened;
    opened.onmessage = (event) => {
      waitMs = FIRST_WAIT_MS;
      const news: News = JSON.parse(String(event.data));
      listener.onNews(news);
    };
    opened.onclose = () => {
      if (isClosed || socket !== opened) return;
      listener.onLost();
      timer = setTimeout(open, waitMs * (0.75 + Math.random() / 2));
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    };
  };
  /** Somebody who comes back to the page, or to the network, does not wait for the pause to end. */
  const hurry = () => {
    if (socket?.readyState === WebSocket.CLOSED && document.visibilityState === 'visible') open();
  };
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  open();
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      socket?.close();
    },
  };
}
