import type { Outgoing } from '../src/core/outgoing.ts';
import type { OutboxRow } from '../src/ports/memory.ts';

export type RowOf<O extends Outgoing['op']> = OutboxRow & {
  readonly message: Extract<Outgoing, { readonly op: O }>;
};

/**
 * The rows that may leave now, in the order in which to try them. Within a thread only the oldest post may, so a root
 * always goes before its replies; a thread that waits for Slack keeps no other one waiting. The thread of an urgent
 * message goes before the others. Then the answers to people, then the edits: they show the newest state whenever they
 * come.
 */
export function nextRows(rows: readonly OutboxRow[], turn = 0): readonly OutboxRow[] {
  const threads = Map.groupBy(rows.filter(isPost), ({ message }) => message.threadKey ?? message.key);
  const lanes = [...threads.values()].sort((one, other) => Number(isUrgent(other)) - Number(isUrgent(one)));
  const edits = turned(rows.filter(isEdit), turn).sort(
    (one, other) => Number(isUrgent([other])) - Number(isUrgent([one])),
  );
  const unsent = new Set(rows.filter(isPost).map(({ message }) => message.key));
  return [
    ...lanes.flatMap((lane) => lane.slice(0, 1)),
    ...rows.filter(({ message }) => message.op === 'answer'),
    // An edit of a message that was never posted is folded into it.
    ...edits.filter(({ message }) => !unsent.has(message.key)),
  ];
}

/** The edit that waits for a message; the outbox holds only the newest. */
export function editOf(rows: readonly OutboxRow[], key: string): RowOf<'edit'> | null {
  return rows.filter(isEdit).findLast(({ message }) => message.key === key) ?? null;
}

export function isPost(row: OutboxRow): row is RowOf<'post'> {
  return row.message.op === 'post';
}

function isEdit(row: OutboxRow): row is RowOf<'edit'> {
  return row.message.op === 'edit';
}

function isUrgent(rows: readonly OutboxRow[]): boolean {
  return rows.some(({ message }) => message.urgent);
}

function turned<Row>(rows: readonly Row[], turn: number): Row[] {
  const first = rows.length === 0 ? 0 : scattered(turn) % rows.length;
  return [...rows.slice(first), ...rows.slice(0, first)];
}

/** Turns come in steps as regular as Slack's limits; taken as they are, the same few rows would be first again and again. */
function scattered(turn: number): number {
  const once = Math.imul(turn ^ (turn >>> 16), 0x45d9f3b);
  return (Math.imul(once ^ (once >>> 16), 0x45d9f3b) ^ (once >>> 13)) >>> 0;
}
