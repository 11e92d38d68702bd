/** Every key of ours, in one place. BullMQ keeps its own under the same prefix. */
export function keysOf(prefix: string) {
  const at = (service: string, env: string) => `${service}:${env}`;
  return {
    /** Whose Redis this is. */
    identity: `${prefix}:identity`,
    rollout: (id: string) => `${prefix}:ro:${id}`,
    events: (id: string) => `${prefix}:log:${id}`,
    /** The verdicts that changed a rollout. */
    judged: (id: string) => `${prefix}:judged:${id}`,
    lock: (service: string, env: string) => `${prefix}:lock:${at(service, env)}`,
    /** Confirmed plans that wait for the lock, by the time since when. */
    queue: (service: string, env: string) => `${prefix}:queue:${at(service, env)}`,
    fence: (service: string, env: string) => `${prefix}:fence:${at(service, env)}`,
    freeze: (service: string, env: string) => `${prefix}:freeze:${at(service, env)}`,
    served: (service: string, env: string) => `${prefix}:served:${at(service, env)}`,
    /** Rollouts by the time of their next look. */
    due: `${prefix}:due`,
    /** All rollouts by the time they were asked for. */
    rollouts: `${prefix}:rollouts`,
    outbox: (channel: string) => `${prefix}:out:${channel}`,
    sending: (channel: string) => `${prefix}:sending:${channel}`,
    /** Channels with unsent messages. */
    dirty: `${prefix}:dirty`,
    sent: (key: string) => `${prefix}:ts:${key}`,
    /** The rollout whose card a message is. */
    thread: (channel: string, ts: string) => `${prefix}:thread:${channel}:${ts}`,
    /** What Slack last took for a message, as a print, and when. */
    print: (key: string) => `${prefix}:print:${key}`,
    /** Which Redis this is, to notice that it began anew. */
    memory: `${prefix}:memory`,
    once: (name: string) => `${prefix}:once:${name}`,
    turn: (method: string, scope: string) => `${prefix}:turn:${method}:${scope}`,
    held: (method: string, channel = 'everywhere') => `${prefix}:held:${method}:${channel}`,
    asked: (key: string) => `${prefix}:cmd:${key}`,
    /** What came of a request and could not be told yet. */
    answer: (key: string) => `${prefix}:answer:${key}`,
    /** What was last answered in somebody's App Home. */
    homeNote: (userId: string) => `${prefix}:note:${userId}`,
    signature: (signature: string) => `${prefix}:seen:${signature}`,
    answeredEvent: (id: string) => `${prefix}:event:${id}`,
    envelope: (id: string) => `${prefix}:envelope:${id}`,
    showing: (service: string, env: string) => `${prefix}:showing:${at(service, env)}`,
    /** What was shown of the errors of a service, for the buttons under it. */
    report: (id: string) => `${prefix}:report:${id}`,
    /** Held while nobody needs to look for lost rollouts in this run of Redis. */
    lookout: (runId: string) => `${prefix}:lookout:${runId}`,
    person: (userId: string) => `${prefix}:person:${userId}`,
    /** Held by the one worker that does a thing for all of them. */
    lease: (name: string) => `${prefix}:lease:${name}`,
  };
}

export type Keys = ReturnType<typeof keysOf>;
