type Props = { readonly requestsPerSecond: number; readonly onRate: (requestsPerSecond: number) => void };

const MOST = 2_000;

/** Tells a new rate when it is left or Enter is pressed, not while it is typed: 150 begins with 1. */
export function RateField({ requestsPerSecond, onRate }: Props) {
  return (
    <label>
      Requests per second
      <input
        // What the town says replaces what stands here.
        key={requestsPerSecond}
        type="number"
        min={0}
        max={MOST}
        step={10}
        defaultValue={requestsPerSecond}
        onBlur={({ target }) => {
          const wanted = Math.max(0, Math.min(MOST, target.valueAsNumber || 0));
          if (wanted !== requestsPerSecond) onRate(wanted);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </label>
  );
}
