import type { ApiLog } from './api-log.ts';
import type { Fault, Faults } from './faults.ts';
import { type JsonObject, stringIn } from './json.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationsMethods } from './methods/conversations.ts';
import { filesMethods } from './methods/files.ts';
import { type Method, needScope } from './methods/method.ts';
import { peopleMethods } from './methods/people.ts';
import { pinsMethods } from './methods/pins.ts';
import { reactionsMethods } from './methods/reactions.ts';
import { viewsMethods } from './methods/views.ts';
import type { Token } from './model.ts';
import type { RateLimits } from './rate-limits.ts';
import { RateLimited, SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** What goes back over the wire; a wire must honour `delayMs` and break the connection when `isLost`. */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
  delayMs: number;
  isLost: boolean;
};

type Parts = {
  workspace: Workspace;
  limits: RateLimits;
  faults: Faults;
  log: ApiLog;
  moreMethods: Record<string, Method>;
};

/** The Web API without its wire: tokens, scopes, rate limits, faults, then the method itself. */
export class WebApi {
  readonly #parts: Parts;
  readonly #methods: Record<string, Method>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#methods = {
      ...chatMethods,
      ...conversationsMethods,
      ...peopleMethods,
      ...viewsMethods,
      ...filesMethods,
      ...reactionsMethods,
      ...pinsMethods,
      ...parts.moreMethods,
    };
  }

  call(methodName: string, bearer: string | undefined, args: JsonObject): Reply {
    const startedMs = performance.now();
    const fault = this.#parts.faults.take(methodName);
    const reply = this.#answer(methodName, bearer, args, fault);
    const error = reply.isLost ? 'reply_lost' : stringIn(reply.body, 'error');
    const retryAfter = reply.headers['retry-after'];
    this.#parts.log.add({
      atMs: this.#parts.workspace.now(),
      method: methodName,
      token: bearer,
      channelId: stringIn(args, 'channel'),
      status: reply.status,
      error,
      tookMs: performance.now() - startedMs + reply.delayMs,
      retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter),
    });
    return reply;
  }

  #answer(methodName: string, bearer: string | undefined, args: JsonObject, fault: Fault | undefined): Reply {
    const delayMs = fault?.kind === 'delay' ? fault.delayMs : 0;
    const rest = { headers: {}, delayMs, isLost: fault?.kind === 'replyLost' };
    try {
      if (fault?.kind === 'status') return { ...rest, status: fault.status, body: {} };
      if (fault?.kind === 'ratelimited') throw new RateLimited(fault.retryAfterSeconds);
      if (fault?.kind === 'error') throw new SlackError(fault.code);
      return { ...rest, status: 200, ...this.#run(methodName, bearer, args) };
    } catch (error) {
      if (error instanceof RateLimited) {
        const headers = { 'retry-after': String(error.retryAfterSeconds) };
        return { ...rest, status: 429, headers, body: { ok: false, error: 'ratelimited' } };
      }
      if (!(error instanceof SlackError)) throw error;
      return { ...rest, status: 200, body: { ok: false, error: error.code, ...error.fields } };
    }
  }

  #run(methodName: string, bearer: string | undefined, args: JsonObject): Pick<Reply, 'headers' | 'body'> {
    const { workspace, limits } = this.#parts;
    const method = this.#methods[methodName];
    if (method === undefined) throw new SlackError('unknown_method', { req_method: methodName });
    const token = this.#tokenOf(bearer ?? stringIn(args, 'token'), method);
    needScope(token, ...method.scopes);
    limits.take(methodName, method.tier, workspace.directory.app.teamId, stringIn(args, 'channel') ?? '');
    const body = { ok: true, ...method.run({ workspace, token }, args) };
    const headers = {
      'x-oauth-scopes': [...token.scopes].join(','),
      'x-accepted-oauth-scopes': method.scopes.join(','),
    };
    return { headers, body };
  }

  #tokenOf(given: string | undefined, method: Method): Token {
    if (given === undefined || given === '') throw new SlackError('not_authed');
    const token = this.#parts.workspace.directory.tokens.get(given);
    if (token === undefined) throw new SlackError('invalid_auth');
    if (token.isRevoked) throw new SlackError('token_revoked');
    if (token.kind !== method.kind) throw new SlackError('not_allowed_token_type');
    return token;
  }
}
