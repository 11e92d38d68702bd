import type { Act } from '../../protocol/slack.ts';
import type { News } from './take-news.ts';

/** Slack gives an app three seconds as well. */
export const PATIENCE_MS = 3_000;

/** True for what people see as the answer to what they did at `atMs`: the message they pressed changes, or something new comes. */
export function isAnswerTo(act: Act, atMs: number, news: News): boolean {
  if (news.type !== 'message') return ['hello', 'modals', 'home'].includes(news.type);
  const pressedTs = act.do === 'press' && act.at.in === 'message' ? act.at.ts : null;
  return news.message.ts === pressedTs || Number(news.message.ts) * 1000 >= atMs;
}

/** True for what the app has to answer visibly. Marks and boxes may be taken without a word. */
export function isAwaited(act: Act): boolean {
  return act.do === 'submit' || act.do === 'shortcut' || (act.do === 'say' && act.text.startsWith('/'));
}
