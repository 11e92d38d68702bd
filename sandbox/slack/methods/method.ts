import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { Token } from '../model.ts';
import type { Tier } from '../rate-limits.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';

export type Call = { workspace: Workspace; token: Token };

/** One method of the Web API, closed over the shape of its arguments. */
export type Method = {
  tier: Tier;
  kind: 'bot' | 'app';
  /** Any one of these scopes will do; empty when the method needs none. */
  scopes: readonly string[];
  run: (call: Call, args: JsonObject) => JsonObject;
};

type MethodSpec<Args> = {
  tier: Tier;
  kind?: 'bot' | 'app';
  scopes: readonly string[];
  args: z.ZodType<Args>;
  run: (call: Call, args: Args) => JsonObject;
};

export function method<Args>(spec: MethodSpec<Args>): Method {
  return {
    tier: spec.tier,
    kind: spec.kind ?? 'bot',
    scopes: spec.scopes,
    run: (call, args) => {
      const checked = spec.args.safeParse(args);
      if (checked.success) return spec.run(call, checked.data);
      const messages = checked.error.issues.map(
        (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
      );
      throw new SlackError('invalid_arguments', { response_metadata: { messages } });
    },
  };
}

/** Booleans arrive as `true`, "true" or "1", numbers also as text. */
export const flag = z.union([z.boolean(), z.stringbool()]).default(false);
export const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);

/** An argument that is a plain string; a missing channel or user is then simply not found, as Slack puts it. */
export const name = z.string().default('');
export const optionalName = z.string().optional();

/** @throws SlackError missing_scope */
export function needScope(token: Token, ...anyOf: readonly string[]): void {
  if (anyOf.length === 0 || anyOf.some((scope) => token.scopes.has(scope))) return;
  throw new SlackError('missing_scope', { needed: anyOf.join(','), provided: [...token.scopes].join(',') });
}
