import { z } from 'zod';
import { FORM_LIMITS as FORM, SLACK_LIMITS as MAX } from '../../src/core/slack-limits.ts';
import { confirmDialog, plainText } from './text-limits.ts';

/** Fields that many elements share. */
export const actionId = { action_id: z.string().min(1).max(MAX.actionId).optional() };

/** What can be acted on, with a question before it. */
export const actionable = { ...actionId, confirm: confirmDialog.optional() };

export const focus = { focus_on_load: z.boolean().optional() };

export const changeable = { ...actionable, ...focus };

export const placeholder = { placeholder: plainText(FORM.placeholder).optional() };
