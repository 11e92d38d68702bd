import { z } from 'zod';
import type { Redaction } from '../core/catalog.ts';
import { patternProblem } from './pattern-problem.ts';

/** In what is left of the text it stands in brackets, so that a reader knows what was there. */
const ruleName = z
  .string()
  .regex(/^[a-z]([a-z0-9 -]{0,38}[a-z0-9])?$/i, 'expected letters, digits, blanks and hyphens, at most 40')
  .meta({ title: 'name', description: 'What stands in the place of what was found, in brackets.' });

const pattern = z
  .string()
  .max(500, 'expected at most 500 characters')
  .superRefine((written, context) => {
    const problem = patternProblem(written);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({
    title: 'regular expression',
    description: 'What to look for, in the syntax of JavaScript with the flag `u`; `(?i:…)` for any case.',
  });

/** The catalog's section on what is taken out of foreign text. */
export const redaction = z.strictObject({
  ips: z
    .enum(['keep', 'remove'])
    .default('keep')
    .meta({ description: 'Whether IP addresses stay readable; an incident mostly needs them.' }),
  rules: z
    .array(z.strictObject({ name: ruleName, pattern }))
    .max(20, 'expected at most 20 rules')
    .default([])
    .meta({ description: 'Secrets that only you know by their look, such as customer numbers.' }),
}) satisfies z.ZodType<Redaction>;
