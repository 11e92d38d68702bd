import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HOUR_MS } from '../core/evidence/last-hour.ts';
import type { Span } from '../core/evidence/span.ts';
import type { Signature } from '../core/mining/signature.ts';
import type { KnownSignature, Tally } from '../core/patterns/tally.ts';
import { clip } from '../core/plain-text.ts';

/** Raised when the meaning of what is kept changes. */
const OWN_SHAPE = 1;

const MINUTE_MS = 60_000;

/** What a modal of Slack shows of an example, and half as much again. */
const MOST_OF_EXAMPLE = 4_500;
const MOST_OF_VALUE = 80;
/** Values of places further on are not kept. */
const MOST_SLOTS = 12;

const signatureRecord = z.object({
  kind: z.enum(['text', 'trace', 'platform']),
  tokens: z.array(z.string()),
  codes: z.array(z.string()),
  frames: z.array(z.string()),
  template: z.string(),
}) satisfies z.ZodType<Omit<Signature, 'key'>>;

const shaped = z.object({ shape: z.number() });

export function writeSignature({ kind, tokens, codes, frames, template }: Signature): string {
  return JSON.stringify({ shape: OWN_SHAPE, kind, tokens, codes, frames, template });
}

const slots = z.array(z.array(z.tuple([z.string(), z.number()])));

const perhaps = z.string().nullable();
/** What Redis has of one signature: its key, the record, when it was first seen, the example and its values. */
export const knownRow = z.tuple([z.string(), z.string(), perhaps, perhaps, perhaps]);

/** Null for what a newer Slipway wrote: its errors are counted, and nobody can name them. */
export function readKnown([key, record, first, example, values]: z.infer<typeof knownRow>): KnownSignature | null {
  const json: unknown = JSON.parse(record);
  if ((shaped.safeParse(json).data?.shape ?? OWN_SHAPE + 1) > OWN_SHAPE) return null;
  const counts = slots.parse(JSON.parse(values ?? '[]'));
  return {
    key,
    ...signatureRecord.parse(json),
    firstSeenMs: Number(first ?? 0),
    example: example?.slice(example.indexOf(' ') + 1) ?? '',
    values: counts.map((slot) => slot.map(([text, count]) => ({ text, count }))),
  };
}

export const writeExample = (text: string) => clip(text.toWellFormed(), MOST_OF_EXAMPLE);

/** No text with half a character: cjson, which reads them in Redis, refuses a whole batch for one. */
export function writeValues(values: readonly string[]): readonly string[] {
  return values.slice(0, MOST_SLOTS).map((text) => clip(text.toWellFormed(), MOST_OF_VALUE));
}

/** The minutes of one hour that a revision showed a signature, of the text in which they are kept. */
export function readTallies(text: string, { key, revision, hour }: Pick<Tally, 'key' | 'revision'> & { hour: number }) {
  return text
    .split(';')
    .filter((minute) => minute !== '')
    .map((row): Tally => {
      const [minute = 0, requests = 0, errors = 0, first = 0, last = 0] = row.split(' ').map(Number);
      const { fromMs: minuteMs } = minuteSpan(hour, minute);
      return { key, revision, minuteMs, requests, errors, firstAtMs: minuteMs + first, lastAtMs: minuteMs + last };
    });
}

export const hourOf = (atMs: number) => Math.floor(atMs / HOUR_MS);
export const minuteOf = (atMs: number) => Math.floor(atMs / MINUTE_MS);

/** The minute of an hour, by the numbers that both have in keys and fields. */
export function minuteSpan(hour: number, minute: number): Span {
  const fromMs = hour * HOUR_MS + minute * MINUTE_MS;
  return { fromMs, untilMs: fromMs + MINUTE_MS };
}

/** Which of the parts a thing goes to, and the number it has there: 37 bits, of which Redis keeps a set in four bytes each. */
export function numbered(text: string, parts: number): { readonly part: number; readonly number: number } {
  const hash = createHash('sha256').update(text).digest();
  return { part: hash.readUInt8(4) % parts, number: hash.readInt32BE(0) };
}

/** Of a hundred instances two look alike once in 3 000 times. */
export const instanceHash = (instance: string) => createHash('sha256').update(instance).digest('base64').slice(0, 4);
