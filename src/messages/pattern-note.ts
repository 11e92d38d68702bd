import type { MessageContent, ViewContent } from '../core/outgoing.ts';

/** What comes of a press in the modal of a pattern takes its place there. */
export function patternNote({ blocks }: MessageContent): ViewContent {
  return { callbackId: 'pattern_note', title: 'Error pattern', submit: null, close: 'Close', metadata: '', blocks };
}
