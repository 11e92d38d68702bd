/** What was entered in one block of a form: text or a choice, the ticked boxes, or nothing. */
export type Entry = string | readonly string[] | null;

/** One line of a menu. `value` is what comes back; `text` is for people and may be cut. */
export type MenuOption = { readonly text: string; readonly value: string };
