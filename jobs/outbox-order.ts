import type { MessageContent, Outgoing } from '../src/core/outgoing.ts';
import type { OutboxRow } from '../src/ports/memory.ts';

/**
 * Which row leaves next. Posts and answers before edits (an edit shows the newest state whenever it comes), the thread of
 * an urgent message before the others, and within a thread the oldest first, so a root always goes before its replies.
 */
export function nextRow(rows: readonly OutboxRow[]): OutboxRow | null {
  const telling = rows.filter(({ message }) => message.op !== 'edit');
  const urgent = telling.find(({ message }) => message.urgent);
  if (urgent) return telling.find(({ message }) => threadOf(message) === threadOf(urgent.message)) ?? urgent;
  return telling[0] ?? rows[0] ?? null;
}

/** The edits that wait for one message; only the newest is worth sending. */
export function editsOf(
  rows: readonly OutboxRow[],
  key: string,
): { readonly rowIds: readonly string[]; readonly newest: MessageContent | null } {
  const edits = rows.filter(({ message }) => message.op === 'edit' && message.key === key);
  return { rowIds: edits.map(({ rowId }) => rowId), newest: edits.at(-1)?.message ?? null };
}

function threadOf(message: Outgoing): string {
  return message.op === 'post' ? (message.threadKey ?? message.key) : message.key;
}
