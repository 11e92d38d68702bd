const PAGE_SHARE = 0.85;

/**
 * The keys of a list of messages: ↑ in the empty field below it goes to the last one, ↑ and ↓ walk, ↓ after the last one goes
 * back to the field; PageUp and PageDown in the empty field scroll. @returns true when the key was one of them
 */
export function walkMessages({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const pane = target.closest<HTMLElement>('.pane');
  const isEmptyField =
    target instanceof HTMLTextAreaElement && target.matches('.composer-field') && target.value === '';
  if (pane === null || !(isEmptyField || target.matches('.message'))) return false;
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step !== undefined) return isEmptyField && step > 0 ? false : walk(pane, target, step);
  const page = { PageUp: -1, PageDown: 1 }[key];
  const list = pane.querySelector('.messages');
  if (page === undefined || list === null) return false;
  list.scrollBy({ top: page * PAGE_SHARE * list.clientHeight });
  return true;
}

/** The field stands after the last message. */
function walk(pane: HTMLElement, from: HTMLElement, step: number): boolean {
  const stops = [...pane.querySelectorAll<HTMLElement>('.message, .composer-field')];
  const next = stops[stops.indexOf(from) + step];
  next?.focus({ preventScroll: true });
  if (next?.matches('.message')) next.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}
