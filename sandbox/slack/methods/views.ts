import { z } from 'zod';
import { complaints, modalView } from '../block-limits.ts';
import { isObject, type JsonObject, tryJson } from '../json.ts';
import { SlackError } from '../slack-error.ts';
import { viewOnWire } from '../view-on-wire.ts';
import { type Method, method, name, optionalName } from './method.ts';

const open = method({
  tier: 'tier4',
  scopes: [],
  args: z.looseObject({ trigger_id: name, view: z.unknown() }),
  run: ({ workspace }, args) => {
    const definition = readView(args.view);
    return { view: viewOnWire(workspace, workspace.views.open(args.trigger_id, definition), {}) };
  },
});

const update = method({
  tier: 'tier4',
  scopes: [],
  args: z.looseObject({ view_id: optionalName, external_id: optionalName, hash: optionalName, view: z.unknown() }),
  run: ({ workspace }, args) => {
    const definition = readView(args.view);
    const id = { viewId: args.view_id, externalId: args.external_id };
    return { view: viewOnWire(workspace, workspace.views.update(id, definition, args.hash), {}) };
  },
});

export const viewsMethods: Record<string, Method> = { 'views.open': open, 'views.update': update };

/** @throws SlackError invalid_arguments with what is wrong in the view */
function readView(value: unknown): JsonObject {
  const view = typeof value === 'string' ? tryJson(value) : value;
  if (!isObject(view))
    throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing view'] } });
  const messages = complaints(modalView, view, 'view');
  if (messages.length > 0) throw new SlackError('invalid_arguments', { response_metadata: { messages } });
  return view;
}
