import type { JsonObject } from './json.ts';

/** A refusal by the Web API: `{"ok": false, "error": code}` with HTTP 200, as Slack answers everything but 429. */
export class SlackError extends Error {
  readonly code: string;
  /** Further fields of the answer, such as `needed` and `provided` of missing_scope. */
  readonly fields: JsonObject;

  constructor(code: string, fields: JsonObject = {}) {
    super(`Slack refuses: ${code}`);
    this.name = 'SlackError';
    this.code = code;
    this.fields = fields;
  }
}

/** HTTP 429 with Retry-After in whole seconds, as Slack counts it. */
export class RateLimited extends Error {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`Slack asks to wait ${retryAfterSeconds} s`);
    this.name = 'RateLimited';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
