import { VALUE } from './signature.ts';

/** Which tokens of a member stand in a slot of its template: `from` up to, not with, `to`. */
export type Filled = { readonly from: number; readonly to: number };

/**
 * For each value of a template, in its order, the tokens of a member that stand there; null where the member cannot be
 * read so, since a list in it was cut short. A slot takes as few tokens as leave the rest readable, and one at least where
 * that is possible.
 */
export function aligned(template: readonly string[], member: readonly string[]): readonly Filled[] | null {
  const fits = fitting(template, member);
  if (fits(0, 0) !== true) return null;
  const filled: Filled[] = [];
  let at = 0;
  template.forEach((token, place) => {
    if (token !== VALUE) {
      at += 1;
      return;
    }
    const from = at;
    while (at < member.length && (at === from || !fits(place + 1, at)) && fits(place, at + 1)) at += 1;
    filled.push({ from, to: at });
  });
  return filled;
}

/** Whether the template from a place on can be read into the member from a place on; worked out from the end, each once. */
function fitting(template: readonly string[], member: readonly string[]): (place: number, at: number) => boolean {
  const width = member.length + 1;
  const fits = new Uint8Array((template.length + 1) * width);
  fits[template.length * width + member.length] = 1;
  for (let place = template.length - 1; place >= 0; place -= 1) {
    for (let at = member.length; at >= 0; at -= 1) {
      const here = place * width + at;
      const next = here + width;
      const isSlot = template[place] === VALUE;
      const asSlot = isSlot && (fits[next] === 1 || (at < member.length && fits[here + 1] === 1));
      const asWord = !isSlot && at < member.length && template[place] === member[at] && fits[next + 1] === 1;
      fits[here] = asSlot || asWord ? 1 : 0;
    }
  }
  return (place, at) => fits[place * width + at] === 1;
}
