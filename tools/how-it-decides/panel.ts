/** A stretch of the picture with its own scale; `toX` and `toY` give pixels. */
export type Panel = {
  readonly top: number;
  readonly bottom: number;
  readonly toX: (ms: number) => number;
  readonly toY: (value: number) => number;
};

export const LEFT = 64;
export const RIGHT = 836;

type Scale = { readonly from: number; readonly to: number; readonly isLog?: boolean };

export function panelOf(
  where: { readonly top: number; readonly bottom: number; readonly lastMs: number },
  scale: Scale,
): Panel {
  const { top, bottom, lastMs } = where;
  const { from, to, isLog = false } = scale;
  const part = (value: number) => {
    const within = Math.min(to, Math.max(from, value));
    return isLog ? Math.log(within / from) / Math.log(to / from) : (within - from) / (to - from);
  };
  return {
    ...{ top, bottom },
    toX: (ms) => LEFT + (ms / lastMs) * (RIGHT - LEFT),
    toY: (value) => bottom - part(value) * (bottom - top),
  };
}

export type Point = { readonly ms: number; readonly value: number | null };

/** A line that breaks where nothing is known. */
export function line({ toX, toY }: Panel, points: readonly Point[], className: string): string {
  let isDrawn = false;
  const steps = points.map(({ ms, value }) => {
    if (value === null) {
      isDrawn = false;
      return '';
    }
    const step = `${isDrawn ? 'L' : 'M'}${round(toX(ms))} ${round(toY(value))}`;
    isDrawn = true;
    return step;
  });
  return `<path class="${className}" d="${steps.join('')}"/>`;
}

export function horizontal({ toY }: Panel, value: number, label: string, className = 'grid'): string {
  const y = round(toY(value));
  return `<path class="${className}" d="M${LEFT} ${y}H${RIGHT}"/>${text(LEFT - 6, y + 4, label, 'end')}`;
}

export function vertical({ toX, top, bottom }: Panel, ms: number, className: string): string {
  return `<path class="${className}" d="M${round(toX(ms))} ${top}V${bottom}"/>`;
}

export function text(
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  className = '',
): string {
  const plain = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${className && ` class="${className}"`}>${plain}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
