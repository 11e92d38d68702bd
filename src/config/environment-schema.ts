import { z } from 'zod';
import type { Environment, People } from '../core/catalog.ts';

/** Lower case, as people type it; short enough that messages stay readable. */
export const shortName = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, 'expected lower-case letters, digits and hyphens, at most 40')
  .meta({ title: 'name' });

export const aliases = z.array(shortName).default([]).meta({ description: 'Other names that people may type for it.' });

const userId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,}$/, 'expected a Slack user id such as U012AB3CD (profile → Copy member ID)')
  .meta({ title: 'user id' });
const groupId = z
  .string()
  .regex(/^S[A-Z0-9]{2,}$/, 'expected a Slack user group id such as S012AB3CD (People → User groups → Copy group ID)')
  .meta({ title: 'group id' });

const people = z.strictObject({
  users: z.array(userId).default([]).meta({ description: 'Slack user ids, `U…` or `W…`.' }),
  groups: z.array(groupId).default([]).meta({ description: 'Slack user group ids, `S…`.' }),
}) satisfies z.ZodType<People>;

/** As much as one line of a checkbox holds in Slack, which takes ten of them. */
const sentence = z
  .string()
  .trim()
  .min(1)
  .max(75, 'expected a sentence of at most 75 characters')
  .regex(/^\P{Cc}+$/u, 'expected one line')
  .meta({ title: 'sentence' });
const CHECKLIST_ITEMS = 10;

const nobody: z.input<typeof people> = {};

/** One environment as it stands under its name. */
export const environmentEntry = z.strictObject({
  aliases,
  project: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'expected a Google Cloud project id')
    .meta({ description: 'Google Cloud project id.' }),
  region: z
    .string()
    .regex(/^[a-z]+-[a-z]+\d+$/, 'expected a Google Cloud region such as europe-west1')
    .meta({ description: 'Google Cloud region.' }),
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,}$/, 'expected a Slack channel id such as C012AB3CD (channel details → About)')
    .meta({ description: 'Slack channel id of the incident channel, where the card and its thread stand.' }),
  promotesFrom: shortName
    .nullable()
    .default(null)
    .meta({ description: 'The environment whose live image is the default here.' }),
  deployers: people.meta({ description: 'Who may deploy.' }),
  approvers: people.prefault(nobody).meta({ description: 'Who may press Advance. Nobody named: the deployers may.' }),
  commanders: people
    .prefault(nobody)
    .meta({ description: 'Who may roll back, besides the deployers and the approvers.' }),
  separateDuty: z
    .boolean()
    .default(false)
    .meta({ description: 'The person who asked for a rollout may not press Advance on it.' }),
  checklist: z
    .array(sentence)
    .max(CHECKLIST_ITEMS)
    .refine((items) => new Set(items).size === items.length, 'no sentence twice')
    .default([])
    .meta({ description: 'What whoever deploys here must have made sure of; the form also asks for a reason then.' }),
}) satisfies z.ZodType<Omit<Environment, 'name'>>;
