import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { addressOf, refusalOf } from '../../loopback-guard.ts';
import type { ActAnswer } from '../protocol/slack.ts';
import type { TownAnswer } from '../protocol/town.ts';
import { carryOutAct } from './act.ts';
import { actBody } from './act-schema.ts';
import { type Answer, jsonAnswer, refusal } from './answer.ts';
import { readJson } from './body.ts';
import { fileAnswer } from './file-answer.ts';
import { channelPage, type From, threadPage } from './message-page.ts';
import type { PageWorld } from './page-world.ts';
import { mayRead } from './sight.ts';
import { assetAnswer, pageAnswer, textAnswer } from './static-files.ts';
import { townOrder } from './town-schema.ts';
import { whatIsWrong } from './what-is-wrong.ts';

const USUAL_MESSAGES = 50;
const MOST_MESSAGES = 200;

/** Linked from the page, which is where people wonder. */
const DIFFERENCES = fileURLToPath(new URL('../../../docs/sandbox-differences.md', import.meta.url));

export type Routes = { readonly world: PageWorld; readonly pageFolder: Promise<string> };

/** Answers one request of a browser. */
export async function answerTo(routes: Routes, request: IncomingMessage): Promise<Answer> {
  const guarded = refusalOf(request.headers);
  if (guarded !== null) return refusal(403, guarded);
  const url = addressOf(request);
  if (url === null) return refusal(400, 'This is no address: the page is at /.');
  if (request.method === 'POST') return posted(routes.world, url.pathname, request);
  if (request.method !== 'GET') return refusal(405, 'The sandbox takes GET and POST.');
  const known = url.pathname.startsWith('/api/') ? read(routes.world, url) : await shown(routes, url.pathname);
  return known ?? refusal(404, `There is nothing at ${url.pathname}: the page is at /.`);
}

async function shown({ world, pageFolder }: Routes, path: string): Promise<Answer | null> {
  if (path.startsWith('/assets/')) return assetAnswer(await pageFolder, path.slice('/assets/'.length));
  if (path === '/sandbox-differences') return textAnswer(DIFFERENCES);
  // What the app calls the permalink of a file; it knows of nobody who follows it.
  const file = /^\/files\/([\w-]+)$/.exec(path)?.[1];
  const { workspace } = world.slack;
  if (file !== undefined) return fileAnswer(workspace, workspace.directory.app.botUserId, file);
  const isPage = ['/', '/index.html', '/home'].includes(path) || path.startsWith('/archives/');
  return isPage ? pageAnswer(await pageFolder) : null;
}

function read(world: PageWorld, { pathname, searchParams }: URL): Answer | null {
  const { workspace } = world.slack;
  const [userId, channelId] = [searchParams.get('as') ?? '', searchParams.get('channel') ?? ''];
  const file = /^\/api\/files\/([\w-]+)$/.exec(pathname)?.[1];
  if (file !== undefined) return fileAnswer(workspace, userId, file);
  if (pathname !== '/api/messages' && pathname !== '/api/thread') return null;
  if (!mayRead(workspace, userId, channelId)) {
    return refusal(404, 'This person is in no such channel: take `as` and `channel` from the snapshot.');
  }
  if (pathname === '/api/thread') {
    return jsonAnswer(threadPage(workspace, userId, channelId, searchParams.get('ts') ?? ''));
  }
  const limit = Math.max(1, Math.min(Number(searchParams.get('limit')) || USUAL_MESSAGES, MOST_MESSAGES));
  return jsonAnswer(channelPage(workspace, { userId, channelId, from: fromIn(searchParams), limit }));
}

function fromIn(params: URLSearchParams): From {
  for (const at of ['before', 'after', 'around'] as const) {
    const ts = params.get(at);
    if (ts) return { at, ts };
  }
  return { at: 'newest' };
}

async function posted(world: PageWorld, path: string, request: IncomingMessage): Promise<Answer> {
  const body = await readJson(request);
  if (body === undefined) return refusal(400, 'Send one JSON object, with content-type application/json.');
  if (path === '/api/act') {
    const checked = actBody.safeParse(body);
    if (!checked.success) return refused(`This cannot be done: ${whatIsWrong(checked.error)}.`);
    const { as, act } = checked.data;
    return answered(await carryOutAct(world.slack.workspace, as, act));
  }
  if (path === '/api/town') {
    const checked = townOrder.safeParse(body);
    if (!checked.success) return refused(`The town does not know this order: ${whatIsWrong(checked.error)}.`);
    return answered(world.town.obey(checked.data));
  }
  return refusal(404, 'Acts go to /api/act, orders to /api/town.');
}

/** A refusal is an answer like any other: the page shows its sentence. */
function answered(answer: ActAnswer | TownAnswer): Answer {
  return jsonAnswer(answer);
}

function refused(because: string): Answer {
  return answered({ kind: 'refused', because });
}
