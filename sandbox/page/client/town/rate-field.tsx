import { type FocusEvent, useEffect, useId, useRef, useState } from 'react';

type Props = { readonly requestsPerSecond: number; readonly onRate: (requestsPerSecond: number) => void };

const MOST = 2_000;

/** Tells a new rate when it is left or Enter is pressed, not while it is typed: 150 begins with 1. What is no rate is not told. */
export function RateField({ requestsPerSecond, onRate }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isWrong, setIsWrong] = useState(false);
  useEffect(() => {
    // What the town says replaces what stands here; the field itself stays, and the focus in it.
    if (field.current !== null) field.current.value = String(requestsPerSecond);
    setIsWrong(false);
  }, [requestsPerSecond]);
  const take = (wanted: number) => {
    const isRate = Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST;
    setIsWrong(!isRate);
    if (isRate && wanted !== requestsPerSecond) onRate(wanted);
  };
  return (
    <>
      <label>
        Requests per second
        <input
          ref={field}
          type="number"
          min={0}
          max={MOST}
          step={10}
          defaultValue={requestsPerSecond}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? id : undefined}
          onBlur={({ target }: FocusEvent<HTMLInputElement>) => take(target.valueAsNumber)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take(event.currentTarget.valueAsNumber);
          }}
        />
      </label>
      {isWrong && (
        <span id={id} className="town-wrong" role="alert">
          A whole number from 0 to {MOST}: it is still {requestsPerSecond}.
        </span>
      )}
    </>
  );
}
