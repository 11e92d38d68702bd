import { complaints, homeView, modalView } from './block-limits.ts';
import { isObject, type JsonObject, tryJson } from './json.ts';
import { SlackError } from './slack-error.ts';

/** Slack: a view of more than 250 KB is not shown. */
const maxViewChars = 250_000;

/**
 * Reads a view that an app gave, as an object or as text.
 * @throws SlackError invalid_arguments with what is wrong in it, view_too_large
 */
export function readView(value: unknown, kind: 'modal' | 'home'): JsonObject {
  const view = typeof value === 'string' ? tryJson(value) : value;
  if (!isObject(view))
    throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing view'] } });
  const messages = complaints(kind === 'home' ? homeView : modalView, view, 'view');
  if (messages.length > 0) throw new SlackError('invalid_arguments', { response_metadata: { messages } });
  if (JSON.stringify(view).length > maxViewChars) throw new SlackError('view_too_large');
  return view;
}
