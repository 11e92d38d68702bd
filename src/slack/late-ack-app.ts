import { App, type ReceiverEvent } from '@slack/bolt';

/** The key under which the acknowledgement of an event travels in Bolt's context. */
const CONTEXT_KEY = 'acknowledge';

/**
 * Bolt acknowledges an event before anybody has heard it, so that a crash would lose it. Here whoever hears it says when,
 * and what nobody hears is acknowledged in the end; one that breaks us is not, and Slack sends it again.
 */
export class LateAckApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    if (event.body['type'] !== 'event_callback') return super.processEvent(event);
    let isDone = false;
    const acknowledge = async () => {
      if (isDone) return;
      isDone = true;
      await event.ack();
    };
    const customProperties = { ...event.customProperties, [CONTEXT_KEY]: acknowledge };
    await super.processEvent({ ...event, ack: async () => undefined, customProperties });
    await acknowledge();
  }
}

/** Tells Slack that this event is safe with us; it never comes again after this. */
export async function acknowledgeEvent(context: Readonly<Record<string, unknown>>): Promise<void> {
  const acknowledge = context[CONTEXT_KEY];
  if (typeof acknowledge === 'function') await acknowledge();
}
