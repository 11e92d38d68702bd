import type { Act, ActAnswer, MessagePage } from '../../protocol/slack.ts';
import type { TownAnswer, TownOrder } from '../../protocol/town.ts';

const PAGE_ROWS = 50;
const NOT_REACHED: ActAnswer = {
  kind: 'refused',
  because: 'The sandbox does not answer. Nothing was sent; try again.',
};

/** What a person does, told to the server. Being unable to reach it is an answer as well. */
export async function sendAct(as: string, act: Act): Promise<ActAnswer> {
  try {
    const response = await fetch('/api/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, act }),
    });
    if (!response.ok) return { kind: 'refused', because: `The sandbox answered with an error (${response.status}).` };
    const answer: ActAnswer = await response.json();
    return answer;
  } catch {
    return NOT_REACHED;
  }
}

/** An order to the town. @throws when the server cannot be reached or broke */
export async function sendOrder(order: TownOrder): Promise<TownAnswer> {
  const response = await fetch('/api/town', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  const answer: TownAnswer = await response.json();
  return answer;
}

type Where = 'newest' | { readonly before: string } | { readonly after: string } | { readonly around: string };

/** One page of a channel. @throws when the server cannot be reached or refuses. */
export function fetchMessages(as: string, channel: string, where: Where): Promise<MessagePage> {
  const at = where === 'newest' ? {} : where;
  return fetchPage(`/api/messages?${new URLSearchParams({ as, channel, limit: String(PAGE_ROWS), ...at })}`);
}

/** A thread, the parent first. @throws when the server cannot be reached or refuses. */
export function fetchThread(as: string, channel: string, ts: string): Promise<MessagePage> {
  return fetchPage(`/api/thread?${new URLSearchParams({ as, channel, ts })}`);
}

async function fetchPage(address: string): Promise<MessagePage> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const page: MessagePage = await response.json();
  return page;
}
