import type { Json } from '../../protocol/slack.ts';

/** Slack's JSON is read field by field: what has another type than expected counts as absent. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textAt(json: Json | null, key: string): string | null {
  const value = json?.[key];
  return typeof value === 'string' ? value : null;
}

export function numberAt(json: Json | null, key: string): number | null {
  const value = json?.[key];
  return typeof value === 'number' ? value : null;
}

export function flagAt(json: Json | null, key: string): boolean {
  return json?.[key] === true;
}

export function partAt(json: Json | null, key: string): Json | null {
  const value = json?.[key];
  return isJson(value) ? value : null;
}

export function listAt(json: Json | null, key: string): readonly Json[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

export function wordsAt(json: Json | null, key: string): readonly string[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

/** What a text object says, mrkdwn or not. */
export function labelAt(json: Json | null, key: string): string {
  return textAt(partAt(json, key), 'text') ?? '';
}

export function typeOf(json: Json): string {
  return textAt(json, 'type') ?? '';
}
