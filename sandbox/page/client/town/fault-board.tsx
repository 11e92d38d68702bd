import { useState } from 'react';
import type { FaultCounts, FaultRow, TownOrder } from '../../protocol/town.ts';
import { Switch } from './switch.tsx';

type Props = { readonly faults: FaultRow; readonly send: (order: TownOrder) => void };

const HISTORY_LAG_MS = 10_000;
const LOG_LAG_MS = 15_000;

/** What a bad day is made of. */
export function FaultBoard({ faults, send }: Props) {
  const [times, setTimes] = useState(1);
  const { isSlackAway, historyLagMs, logLagMs, areTailsCut, isLogLossy, waiting } = faults;
  const { left, add: count } = useAdded(faults);
  const add = (fault: keyof FaultCounts) => {
    count(fault, times);
    send(
      fault === 'posts'
        ? { do: 'slackLimits', posts: times, retryAfterSeconds: 3 }
        : { do: 'googleWrites', fault, times },
    );
  };
  const isLagging = (lagMs: number) => lagMs > 0;
  return (
    <section aria-labelledby="town-faults">
      <h3 id="town-faults">Faults</h3>
      <div className="town-controls">
        <Switch label="Slack is away" isOn={isSlackAway} onSwitch={(isAway) => send({ do: 'slackAway', isAway })} />
        <Switch
          label={`Slack's history is ${HISTORY_LAG_MS / 1000} s behind`}
          isOn={isLagging(historyLagMs)}
          onSwitch={(isOn) => send({ do: 'historyLag', lagMs: isOn ? HISTORY_LAG_MS : 0 })}
        />
        <Switch
          label={`Logs come ${LOG_LAG_MS / 1000} s late`}
          isOn={isLagging(logLagMs)}
          onSwitch={(isOn) => send({ do: 'logLag', lagMs: isOn ? LOG_LAG_MS : 0 })}
        />
        <Switch
          label="Log tails are cut every 10 s"
          isOn={areTailsCut}
          onSwitch={(isOn) => send({ do: 'tailCuts', isOn })}
        />
        <Switch
          label="Half of the errors are not logged"
          isOn={isLogLossy}
          onSwitch={(isOn) => send({ do: 'logLoss', isOn })}
        />
      </div>
      <div className="town-controls">
        <label>
          The next
          <input
            type="number"
            min={1}
            max={100}
            value={times}
            onChange={({ target }) => setTimes(Math.max(1, Math.min(100, target.valueAsNumber || 1)))}
          />
          calls:
        </label>
        {BUTTONS.map(({ fault, words }) => (
          <button key={fault} type="button" onClick={() => add(fault)}>
            {words}
            {left[fault] > 0 && <strong className="town-left"> · {left[fault]} waiting</strong>}
          </button>
        ))}
      </div>
      <p className="town-muted">Waiting: {waiting.length === 0 ? 'nothing' : waiting.join('; ')}</p>
      <button type="button" onClick={() => send({ do: 'noFaults' })}>
        All is well again
      </button>
    </section>
  );
}

const BUTTONS = [
  { fault: 'posts', words: 'Slack 429 on posts' },
  { fault: 'replyLost', words: 'Google write: reply lost' },
  { fault: 'slow', words: 'Google write: 8 s late' },
  { fault: 'unavailable', words: 'Google write: unavailable' },
] as const;

/** What waits at each button, with what was just added: the town tells of it within a second. */
function useAdded(faults: FaultRow) {
  const [added, setAdded] = useState<{ readonly to: FaultRow; readonly counts: FaultCounts }>();
  const left = added?.to === faults ? added.counts : faults.left;
  const add = (fault: keyof FaultCounts, times: number) =>
    setAdded({ to: faults, counts: { ...left, [fault]: left[fault] + times } });
  return { left, add };
}
