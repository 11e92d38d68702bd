import type { PlainTextOption } from '@slack/types';
import type { Answer, AnswerToForm } from '../core/answer.ts';
import type { FormShown, Mention, MenuTyped, Press, Shortcut, Spoken, ViewPress } from '../core/heard.ts';

/** `blocked`: nobody knows whether this request is a replay, so it may be answered but must set nothing going. */
export type Allowance = 'mayAct' | 'blocked';

/** What people's words, presses and forms lead to. Each resolves well within Slack's 3 s. */
export type Commands = {
  /** Resolves when the request is safe in the queue. */
  say(spoken: Spoken, allowance: Allowance): Promise<Answer>;
  /** Resolves when the request is safe in the queue. */
  mention(said: Mention, allowance: Allowance): Promise<Answer>;
  /** Shows this person's App Home. */
  home(userId: string): Promise<void>;
  /** Resolves when the request is safe in the queue. */
  press(pressed: Press, allowance: Allowance): Promise<Answer>;
  /** Resolves when the request is safe in the queue. */
  submit(shown: FormShown, allowance: Allowance): Promise<AnswerToForm>;
  /** Something was chosen that the rest of the form depends on; Slack has been answered already. */
  choose(shown: FormShown): Promise<void>;
  /** A button in a modal was pressed; Slack has been answered already. */
  pressInView(pressed: ViewPress, allowance: Allowance): Promise<void>;
  /** `blocked` is told because the memory did not answer: whoever types must not wait for it again. */
  suggest(typed: MenuTyped, allowance: Allowance): Promise<readonly PlainTextOption[]>;
  shortcut(used: Shortcut): Promise<Answer>;
};
