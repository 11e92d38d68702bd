import type { Slice } from '../../protocol/town.ts';
import { barsOf } from './numbers.ts';

const BAR = 4;
const HEIGHT = 20;

/** A picture of what the numbers beside it say now and said before; nothing is in it that a reader would miss. */
export function Sparkline({ history }: { readonly history: readonly Slice[] }) {
  return (
    <svg
      className="town-spark"
      aria-hidden="true"
      width={history.length * BAR}
      height={HEIGHT}
      viewBox={`0 0 ${history.length * BAR} ${HEIGHT}`}
    >
      {barsOf(history, HEIGHT).map(({ x, height, errorHeight }) => (
        <g key={x}>
          <rect className="town-spark-all" x={x * BAR} y={HEIGHT - height} width={BAR - 1} height={height} />
          <rect className="town-spark-bad" x={x * BAR} y={HEIGHT - errorHeight} width={BAR - 1} height={errorHeight} />
        </g>
      ))}
    </svg>
  );
}
