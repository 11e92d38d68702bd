/** An element and all that it stands in, nearest first: what is left of them says where it was once it is gone. */
export type FocusPath = readonly HTMLElement[];

export function pathOf(element: Element | null): FocusPath {
  const path: HTMLElement[] = [];
  for (let at = element; at !== null && at !== document.body; at = at.parentElement) {
    if (at instanceof HTMLElement) path.push(at);
  }
  return path;
}

/**
 * Gives the focus to the first element of the path. Where that is gone, to what is nearest: the message it stood in, the field
 * to write in of its pane, the first control of its part of the town.
 */
export function giveFocus(path: FocusPath): void {
  const [wanted] = path;
  if (wanted?.isConnected && takesFocus(wanted)) return;
  const near = path.find((element) => element.isConnected) ?? document.body;
  const place = near.closest<HTMLElement>('.message, dialog[open], .town section, .pane');
  const field = fieldIn(place ?? document.body);
  const goals = place?.matches('.message, dialog') ? [place, field] : [field, place, fieldIn(document.body)];
  for (const goal of goals) {
    // The tools of a message can have the focus only once something of the message has it.
    if (goal !== null && takesFocus(goal)) return void (wanted?.isConnected && goal.contains(wanted) && wanted.focus());
  }
}

function fieldIn(place: HTMLElement): HTMLElement | null {
  const isTouched = matchMedia('(hover: none)').matches;
  // Where there is no other keyboard, the focus in a field brings one up.
  return isTouched ? null : place.querySelector<HTMLElement>('.composer-field, .town-controls :is(input, button)');
}

/** What held the focus before the page was changed may look focused and take no keys (Chromium), so it loses it first. */
function takesFocus(element: HTMLElement): boolean {
  if (document.activeElement === element) element.blur();
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
