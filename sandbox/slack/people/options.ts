import { complaints } from '../block-limits.ts';
import type { Receipt, Tampering } from '../delivery.ts';
import { elementIn, type Found } from '../element-state.ts';
import { type JsonObject, objectIn, objectsIn, stringIn, tryJson } from '../json.ts';
import { suggestions } from '../text-limits.ts';
import { viewOnWire } from '../view-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import { findElement } from './find-element.ts';
import { envelopeFields } from './payload.ts';
import { messageFields, pressed } from './press.ts';
import { ownView } from './press-in-view.ts';
import { notSent, unanswered } from './slackbot.ts';

export type OptionsAct = {
  userId: string;
  /** Where the menu stands; `ts` may be that of an ephemeral. */
  at: { viewId: string } | { channelId: string; ts: string };
  blockId: string;
  actionId: string;
  typed: string;
  tampering?: Tampering | undefined;
};

export type Offered = {
  receipt: Receipt;
  options: JsonObject[];
  groups: { label: string; options: JsonObject[] }[];
  /** Why the list is empty, when it is not the app that said so. */
  because: string | null;
};

/** Slack asks the app only from so many characters on, where the app did not say how many. */
const defaultMinQueryLength = 3;

/** Asks the app for the options of an external select (block_suggestion), within three seconds. */
export async function offerOptions(workspace: Workspace, act: OptionsAct): Promise<Offered> {
  const user = workspace.directory.user(act.userId);
  const place = placeOf(workspace, act);
  if (place === undefined) return nothing(notSent(), 'This menu is gone.');
  const min = place.found.element['min_query_length'];
  const minLength = typeof min === 'number' ? min : defaultMinQueryLength;
  if (act.typed.length < minLength) return nothing(notSent(), `Type at least ${minLength} characters.`);
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: 'block_suggestion',
    ...envelopeFields(workspace.directory.app, user, tampering),
    ...place.fields,
    block_id: act.blockId,
    action_id: act.actionId,
    value: act.typed,
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  const failed = unanswered(receipt);
  return failed === null ? read(receipt) : nothing(receipt, failed);
}

function read(receipt: Receipt): Offered {
  const answer = tryJson(receipt.body);
  const [wrong] = complaints(suggestions, answer, 'options');
  if (wrong !== undefined) return nothing(receipt, `No result: ${wrong}`);
  const { options, option_groups } = suggestions.parse(answer);
  const groups = objectsIn({ option_groups }, 'option_groups').map((group) => ({
    label: stringIn(objectIn(group, 'label'), 'text') ?? '',
    options: objectsIn(group, 'options'),
  }));
  return { receipt, options: objectsIn({ options }, 'options'), groups, because: null };
}

function nothing(receipt: Receipt, because: string): Offered {
  return { receipt, options: [], groups: [], because };
}

function placeOf(workspace: Workspace, act: OptionsAct): { found: Found; fields: JsonObject } | undefined {
  if ('viewId' in act.at) {
    const view = ownView(workspace, { userId: act.userId, viewId: act.at.viewId });
    const found = view === undefined ? undefined : elementIn(view.definition, act);
    if (view === undefined || found === undefined) return undefined;
    const container = { type: 'view', view_id: view.id };
    return { found, fields: { container, view: viewOnWire(workspace, view) } };
  }
  const { channelId, ts } = act.at;
  const channel = workspace.directory.channelJoinedBy(channelId, act.userId);
  const isMessage = workspace.conversations.find(channelId, ts) !== undefined;
  const at = { userId: act.userId, channelId, ...(isMessage ? { messageTs: ts } : { ephemeralId: ts }) };
  const message = pressed(workspace, at);
  const seen = findElement(message, { blockId: act.blockId, actionId: act.actionId });
  if (seen === undefined || message.isDeleted) return undefined;
  const fields = { channel: { id: channel.id, name: channel.name }, ...messageFields(workspace, message) };
  return { found: seen.found, fields };
}
