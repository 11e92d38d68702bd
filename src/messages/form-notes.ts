import type { Catalog } from '../core/catalog.ts';
import type { Draft } from '../core/form.ts';
import type { ViewContent } from '../core/outgoing.ts';
import type { Refusal } from '../core/refusal.ts';
import type { DeployRequest, RollbackRequest } from '../core/request.ts';
import type { Showing } from '../core/showing.ts';
import { context, section } from './blocks.ts';
import { ago } from './figures.ts';
import type { FormBlock } from './form-blocks.ts';
import { channel, code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { refused } from './refused.ts';
import { taken } from './taken.ts';

type FormKind = Draft['kind'];
type FormRequest = DeployRequest | RollbackRequest;

const TITLES: { readonly [kind in FormKind]: string } = { deploy: 'Deploy to Cloud Run', rollback: 'Roll back' };
const IDS: { readonly [kind in FormKind]: string } = { deploy: 'deploy_form', rollback: 'rollback_form' };

/** A form as it is drawn. */
export function formView(
  kind: FormKind,
  of: { readonly submit: string | null; readonly metadata: string; readonly blocks: readonly FormBlock[] },
): ViewContent {
  return { callbackId: IDS[kind], title: TITLES[kind], close: of.submit === null ? 'Close' : 'Cancel', ...of };
}

/** Stands at once, because Slack opens nothing later than three seconds after the words. */
export function loadingView(kind: FormKind, metadata: string): ViewContent {
  const blocks = [section(mrkdwn`Looking up what can be chosen …`)];
  return formView(kind, { submit: null, metadata, blocks });
}

/** A no that is clear before anything is entered. */
export function refusedView(kind: FormKind, refusal: Refusal): ViewContent {
  const blocks = refused(refusal).blocks;
  return { callbackId: IDS[kind], title: TITLES[kind], submit: null, close: 'Close', metadata: '', blocks };
}

/** Takes the place of a form that was opened in no channel: what is being done, and where to look for it. */
export function takenView(request: FormRequest, channelId: string, catalog: Catalog): ViewContent {
  const { kind } = request;
  const blocks = [...taken(request, catalog).blocks, context(mrkdwn`Look for it in ${channel(channelId)}.`)];
  return { callbackId: IDS[kind], title: TITLES[kind], submit: null, close: 'Close', metadata: '', blocks };
}

/** Facts that are younger need no excuse. */
const FRESH_MS = 60_000;

/** What is live, and how old that knowledge is; the form works without it. `before`: said of a service that is not there yet. */
export function factsNote(
  showing: Showing | null,
  nowMs: number,
  { without, before }: { readonly without: string; readonly before: string },
): FormBlock {
  if (showing === null) return context(mrkdwn`I could not look up what is live just now. ${without}`);
  const age = nowMs - showing.takenAtMs;
  const aged = age > FRESH_MS ? mrkdwn`This was so ${ago(age)}.` : null;
  return context(joined([showing.exists ? serving(showing) : mrkdwn`${before}`, ...(aged ? [aged] : [])], ' '));
}

function serving(showing: Showing): Mrkdwn {
  const { live, revisions } = showing;
  if (live) return mrkdwn`Live now: ${liveName(showing, live)}.`;
  return revisions.length === 0 ? mrkdwn`Nothing runs there yet.` : mrkdwn`No revision serves everything just now.`;
}

function liveName({ images }: Showing, { revision, digest }: NonNullable<Showing['live']>): Mrkdwn {
  const tag = images.find((image) => image.digest === digest)?.tag ?? null;
  return tag === null ? code(revision) : mrkdwn`${tag} ${code(revision)}`;
}
