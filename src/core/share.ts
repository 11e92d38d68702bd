/** "7,500". */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** "0.04 %", "5 %": two digits that say something. `whole` 0 gives "no requests", never an invented 0 %. */
export function shareOf(part: number, whole: number): string {
  return whole <= 0 ? 'no requests' : `${Number(((part / whole) * 100).toPrecision(2))} %`;
}

/** "0.04 % (3 of 7,500)": no share without what it is a share of. */
export function shareWithCount(part: number, whole: number): string {
  return whole <= 0 ? shareOf(part, whole) : `${shareOf(part, whole)} (${count(part)} of ${count(whole)})`;
}
