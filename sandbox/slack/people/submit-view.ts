import type { Tampering } from '../delivery.ts';
import { elementsIn, given, stateOf } from '../element-state.ts';
import { isObject, type JsonObject, objectIn, objectsIn, stringIn } from '../json.ts';
import type { StateValues, View } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import { readView } from '../view-limits.ts';
import { viewOnWire } from '../view-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import { fieldErrors } from './field-errors.ts';
import { envelopeFields } from './payload.ts';
import { readReply } from './reply.ts';
import { type Delivered, notSent, trouble } from './slackbot.ts';

export type SubmitAct = {
  userId: string;
  viewId: string;
  /** In short, by block id: text, or the value of the chosen option. */
  values?: Record<string, string>;
  /** In full: Slack's own `state.values`; outranks `values`. */
  state?: StateValues;
  tampering?: Tampering | undefined;
};

export type Submitted = Delivered & {
  /** By block id, from Slack's own checks or from the app; null when the fields are fine. */
  errors: Record<string, string> | null;
};

/**
 * Checks the fields as Slack's client does, delivers a view_submission and does what the answer says: close, show errors,
 * update, push or clear.
 * @throws SlackError not_found when this person does not have this view on top
 */
export async function submitView(workspace: Workspace, act: SubmitAct): Promise<Submitted> {
  const user = workspace.directory.user(act.userId);
  const view = workspace.views.openOf(user.id);
  if (view === undefined || view.id !== act.viewId) throw new SlackError('not_found');
  const blocks = objectsIn(view.definition, 'blocks');
  const entered = stateOf(blocks, view.entered, inShort(blocks, act.values ?? {}), act.state ?? {});
  view.entered = entered;
  const errors = fieldErrors(blocks, entered);
  if (errors !== null && !act.tampering?.pastSlacksOwnChecks) return { ...notSent(), errors };
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: 'view_submission',
    ...envelopeFields(workspace.directory.app, user, tampering),
    trigger_id: workspace.views.newTrigger(user.id),
    view: viewOnWire(workspace, view),
    response_urls: [],
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  const outcome = receipt.outcome === 'answered' ? follow(workspace, view, receipt.body) : refused(trouble);
  return { ...receipt, shown: undefined, ...outcome };
}

type Followed = Pick<Submitted, 'errors' | 'because'>;

const done: Followed = { errors: null, because: null };
const refused = (because: string): Followed => ({ errors: null, because });

/** Does what the app answered; an answer that Slack cannot take leaves the view as it is. */
function follow(workspace: Workspace, view: View, body: string): Followed {
  const reply = readReply(body) ?? {};
  // Somebody was quicker: the view was closed while the app thought.
  if (!view.isOpen) return done;
  try {
    switch (stringIn(reply, 'response_action') ?? '') {
      case 'errors':
        return errorsOf(view, reply);
      case 'update':
        workspace.views.update({ viewId: view.id }, readView(reply['view'], 'modal'));
        return done;
      case 'push':
        workspace.views.pushFor(view.userId, readView(reply['view'], 'modal'));
        return done;
      case 'clear':
        for (const each of workspace.views.stackOf(view.userId).slice(0, 1)) workspace.views.close(each);
        return done;
      default:
        workspace.views.close(view);
        return done;
    }
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return refused(`${trouble} (${error.code})`);
  }
}

/** Errors stand beside inputs; for any other block Slack has no place, and shows trouble. */
function errorsOf(view: View, reply: JsonObject): Followed {
  const inputs = objectsIn(view.definition, 'blocks').filter(({ type }) => type === 'input');
  const errors = Object.entries(objectIn(reply, 'errors'));
  const known = errors.filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && inputs.some(({ block_id }) => block_id === entry[0]),
  );
  if (known.length === 0 || known.length < errors.length) return refused(trouble);
  return { errors: Object.fromEntries(known), because: null };
}

function inShort(blocks: readonly JsonObject[], values: Record<string, string>): StateValues {
  const state: StateValues = {};
  for (const { element, blockId } of elementsIn(blocks)) {
    const value = values[blockId];
    if (value !== undefined && isObject(element)) {
      state[blockId] = { ...state[blockId], [stringIn(element, 'action_id') ?? '']: given(element, value) };
    }
  }
  return state;
}
