import { useState } from 'react';
import type { FaultRow, TownOrder } from '../../protocol/town.ts';
import { Switch } from './switch.tsx';

type Props = { readonly faults: FaultRow; readonly send: (order: TownOrder) => void };

const HISTORY_LAG_MS = 10_000;
const LOG_LAG_MS = 15_000;

/** What a bad day is made of. */
export function FaultBoard({ faults, send }: Props) {
  const [times, setTimes] = useState(1);
  const { isSlackAway, historyLagMs, logLagMs, waiting } = faults;
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
        <button type="button" onClick={() => send({ do: 'slackLimits', posts: times, retryAfterSeconds: 3 })}>
          Slack 429 on posts
        </button>
        {(['replyLost', 'slow', 'unavailable'] as const).map((fault) => (
          <button key={fault} type="button" onClick={() => send({ do: 'googleWrites', fault, times })}>
            {GOOGLE_WORDS[fault]}
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

const GOOGLE_WORDS = {
  replyLost: 'Google write: reply lost',
  slow: 'Google write: 8 s late',
  unavailable: 'Google write: unavailable',
} as const;
