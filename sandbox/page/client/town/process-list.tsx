import type { ProcessRow, TownOrder } from '../../protocol/town.ts';
import { TownTable } from './town-table.tsx';

type Props = {
  readonly processes: readonly ProcessRow[];
  /** Now, by the town's clock. */
  readonly atMs: number;
  readonly send: (order: TownOrder) => void;
};

/** Web and worker. Whoever ends by itself is started again. */
export function ProcessList({ processes, atMs, send }: Props) {
  return (
    <section aria-labelledby="town-processes">
      <h3 id="town-processes">Processes</h3>
      <TownTable caption="Processes of Slipway" columns={['Process', 'State', 'Crashes', 'Do']}>
        {processes.map(({ id, pid, state, startedAtMs, crashes }) => (
          <tr key={id}>
            <th scope="row">
              {id}
              <br />
              <span className="town-muted">pid {pid}</span>
            </th>
            <td>
              <span aria-hidden="true">{state === 'running' ? '●' : '○'} </span>
              {state}
              {state === 'running' && (
                <span className="town-muted"> {Math.max(0, Math.round((atMs - startedAtMs) / 1000))} s</span>
              )}
            </td>
            <td>{crashes}</td>
            <td>
              <span className="town-pair">
                <button
                  type="button"
                  disabled={state !== 'running'}
                  aria-label={`Restart ${id}`}
                  onClick={() => send({ do: 'restart', process: id })}
                >
                  Restart
                </button>
                <button
                  type="button"
                  className="town-danger"
                  disabled={state !== 'running'}
                  aria-label={`Kill ${id}`}
                  onClick={() => send({ do: 'kill', process: id })}
                >
                  Kill
                </button>
              </span>
            </td>
          </tr>
        ))}
      </TownTable>
    </section>
  );
}
