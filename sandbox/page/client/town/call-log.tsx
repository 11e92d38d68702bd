import { useState } from 'react';
import type { ApiCallRow } from '../../protocol/slack.ts';
import { timeText } from './clock-text.ts';
import { TownTable } from './town-table.tsx';

/** Short enough not to need a scroll bar of its own. */
const MOST_SHOWN = 40;

/** The app's calls of Slack's Web API, newest first. */
export function CallLog({ calls }: { readonly calls: readonly ApiCallRow[] }) {
  const [method, setMethod] = useState('');
  const methods = [...new Set(calls.map((call) => call.method))].sort();
  const wanted = calls.filter((call) => method === '' || call.method === method);
  const limited = wanted.filter(({ status }) => status === 429).length;
  return (
    <section aria-labelledby="town-calls">
      <h3 id="town-calls">Slack API calls</h3>
      <div className="town-controls">
        <label>
          Method
          <select value={method} onChange={({ target }) => setMethod(target.value)}>
            <option value="">all</option>
            {methods.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span className="town-muted">
          {wanted.length} calls, {limited} × 429
        </span>
      </div>
      <TownTable caption="Calls, newest first" columns={['At', 'Method', 'Answer', 'Took']}>
        {wanted
          .slice(-MOST_SHOWN)
          .reverse()
          .map((call) => (
            <Call key={`${call.atMs} ${call.method} ${call.tookMs}`} call={call} />
          ))}
      </TownTable>
    </section>
  );
}

function Call({ call }: { readonly call: ApiCallRow }) {
  const { atMs, method, channelId, status, error, tookMs, retryAfterSeconds } = call;
  const isLimited = status === 429;
  return (
    <tr className={isLimited ? 'town-limited' : ''}>
      <td>{timeText(atMs)}</td>
      <th scope="row">
        {method} <span className="town-muted">{channelId}</span>
      </th>
      <td className={error === null ? '' : 'town-bad'}>
        {isLimited ? `▲ 429, again after ${retryAfterSeconds ?? '?'} s` : (error ?? `${status}`)}
      </td>
      <td>{Math.round(tookMs)} ms</td>
    </tr>
  );
}
