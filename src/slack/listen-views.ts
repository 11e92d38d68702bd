import type {
  App,
  BlockAction,
  BlockSuggestion,
  SlackActionMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { AnswerToForm } from '../core/answer.ts';
import { isPatternButton } from '../core/button.ts';
import type { FormShown } from '../core/heard.ts';
import { readable } from '../core/plain-text.ts';
import type { Refusal } from '../core/refusal.ts';
import {
  afterAnswer,
  allowanceIn,
  answerSlack,
  type Context,
  fromOne,
  isOfAnother,
  type ListenerOptions,
  orBroken,
} from './answering.ts';
import { entriesIn } from './view-entries.ts';
import { viewOnWire } from './views.ts';

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & { readonly context: Context };
type ChoiceArgs = SlackActionMiddlewareArgs<BlockAction> & { readonly context: Context };
type MenuArgs = SlackOptionsMiddlewareArgs<'block_suggestion'> & { readonly context: Context };

/** Registers one listener for every form that is sent and one for every menu that asks for its lines. */
export function listenToViews(app: App, options: ListenerOptions): void {
  app.view<ViewSubmitAction>({ type: 'view_submission' }, (args) => hearSubmission(args, options));
  app.options<'block_suggestion'>(/.*/, (args) => hearMenu(args, options));
}

async function hearSubmission({ body, view, context, ack }: SubmitArgs, options: ListenerOptions): Promise<void> {
  const from = fromOne(body.user.id, context, options);
  const shown = shownView(view, from);
  const orElse = (refusal: Refusal) => errorOnForm(view, refusal, options);
  const answer = async (): Promise<AnswerToForm> =>
    isOfAnother(body.user, options)
      ? orElse({ kind: 'notAMember', who: 'external' })
      : options.commands.submit(shown, allowanceIn(context));
  const given = await orBroken({ what: 'submission', from, answer, orElse }, options);
  switch (given.kind) {
    case 'errors':
      return ack({ response_action: 'errors', errors: { ...given.errors } });
    case 'replaced':
      return ack({ response_action: 'update', view: viewOnWire(given.view) });
    case 'closed':
      await answerSlack(ack, options);
      return afterAnswer(shown.userId, given.tell, options);
  }
}

/** Something was chosen in a modal. Slack waits for nothing here but the ack: the view is changed by a call of ours. */
export async function hearChoice({ body, action, context, ack }: ChoiceArgs, options: ListenerOptions): Promise<void> {
  await answerSlack(ack, options);
  const { view } = body;
  if (!view || isOfAnother(body.user, options)) return;
  const from = fromOne(body.user.id, context, options);
  const shown = shownView(view, from);
  const { action_id: actionId } = action;
  const answer = () =>
    isPatternButton(actionId)
      ? options.commands.pressInView({ ...shown, actionId }, allowanceIn(context))
      : options.commands.choose(shown);
  await orBroken({ what: 'choice', from, answer, orElse: () => undefined }, options);
}

async function hearMenu({ body, context, ack }: MenuArgs, options: ListenerOptions): Promise<void> {
  const lines = await linesOf(body, context, options);
  await ack({ options: [...lines] });
}

async function linesOf(
  body: BlockSuggestion,
  context: Context,
  options: ListenerOptions,
): Promise<readonly PlainTextOption[]> {
  if (!body.view || isOfAnother(body.user, options)) return [];
  const from = fromOne(body.user.id, context, options);
  const typed = {
    userId: from.userId,
    metadata: body.view.private_metadata,
    actionId: body.action_id,
    typed: body.value,
  };
  const answer = () => options.commands.suggest(typed, allowanceIn(context));
  return orBroken({ what: 'menu', from, answer, orElse: () => [] }, options);
}

function shownView(view: ViewOutput, { userId, atMs }: ReturnType<typeof fromOne>): FormShown {
  return {
    userId,
    atMs,
    viewId: view.id,
    hash: view.hash,
    metadata: view.private_metadata,
    entries: entriesIn(view.state?.values),
  };
}

/** Slack shows an error beside a field alone: the first one it is. What was entered stays. */
function errorOnForm(view: ViewOutput, refusal: Refusal, { wordRefusal }: ListenerOptions): AnswerToForm {
  const [first] = Object.keys(view.state?.values ?? {});
  return { kind: 'errors', errors: first === undefined ? {} : { [first]: readable(wordRefusal(refusal).text) } };
}
