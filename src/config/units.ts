import { z } from 'zod';

const MS_PER = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const isUnit = (unit: string): unit is keyof typeof MS_PER => Object.hasOwn(MS_PER, unit);

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const PERCENTAGE = /^(\d+(?:\.\d+)?) ?%$/;

/** `500ms`, `90s`, `10m` or `1h` in the file; whole milliseconds here. */
export const duration = z
  .string()
  .regex(DURATION, 'expected a duration such as 500ms, 90s, 10m or 1h')
  .transform((text): number => {
    const [, amount, unit] = DURATION.exec(text) ?? [];
    if (amount === undefined || unit === undefined || !isUnit(unit)) throw new Error(`no duration: ${text}`);
    return Math.round(Number(amount) * MS_PER[unit]);
  })
  .meta({ title: 'duration' });

const fraction = z.number().min(0).max(1);

const percentage = z
  .string()
  .regex(PERCENTAGE, 'expected a share such as 0.1% or 0.001')
  // A long decimal such as 0.1 / 100 = 0.001 must not come out as 0.0010000000000000002.
  .transform((text) => Number((Number(text.replace(/ ?%$/, '')) / 100).toPrecision(12)))
  .refine((part) => part <= 1, 'expected at most 100%');

/** `0.1%` or `0.001` in the file; 0…1 here. */
export const share = z
  .union([fraction, percentage], { error: 'expected a share such as 0.1% or 0.001, at most 100%' })
  .meta({ title: 'share' });
