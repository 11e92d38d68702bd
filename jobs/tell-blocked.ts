import { randomUUID } from 'node:crypto';
import { type Blockage, rolloutOfKey } from '../src/core/outgoing.ts';
import type { Rollout } from '../src/core/rollout.ts';
import { channelBlocked } from '../src/messages/channel-blocked.ts';
import type { OutboxRow } from '../src/ports/memory.ts';
import type { Teller } from './sending.ts';

type Waiting = { readonly rows: readonly OutboxRow[]; readonly world: Teller };

/**
 * What waits for a person's hands is told to the log, and where one channel is in the way, once to whoever asked for
 * each rollout that waits there; in private, because the channel hears nothing. All of it goes on waiting.
 */
export async function tellBlocked(channel: string, blocked: Blockage, { rows, world }: Waiting): Promise<void> {
  const { of, because } = blocked;
  world.log('slack.blocked', { channel, of, because, waiting: rows.length });
  if (of === 'token') return;
  const ids = new Set(rows.flatMap(({ message }) => rolloutOfKey(message.key) ?? []));
  await Promise.all([...ids].map((id) => tellRequester(id, blocked, channel, world)));
}

const TOLD = 'told';
/** Long after whoever began to tell has told, or died. */
const TELLING_MS = 60_000;

/** Whoever cannot be told now is told with the next try. */
async function tellRequester(id: string, { because }: Blockage, channel: string, world: Teller): Promise<void> {
  const { outbox, rollouts, now } = world;
  const name = `blocked-${channel}-${id}-${because}`;
  const ours = `${now()} ${randomUUID()}`;
  const known = await outbox.first(name, ours);
  if (known === TOLD) return;
  if (known !== ours) {
    if (now() - Number.parseInt(known, 10) >= TELLING_MS) await outbox.forget(name);
    return;
  }
  try {
    const stored = await rollouts.read(id);
    if (stored) await send(stored.rollout, because, channel, world);
  } catch (error) {
    world.log('slack.blockedUntold', { rolloutId: id, channel, because, err: error });
    return outbox.forget(name);
  }
  await outbox.forget(name);
  await outbox.first(name, TOLD);
}

function send(rollout: Rollout, because: string, channel: string, { replies }: Teller): Promise<void> {
  const to = { channel, userId: rollout.requestedBy, responseUrl: null };
  return replies.send(to, channelBlocked(rollout, { channel, because }));
}
