import { useState } from 'react';
import type { ServiceRow, TownOrder } from '../../protocol/town.ts';
import { RevisionTable } from './revision-table.tsx';
import { SplitBar } from './split-bar.tsx';
import { Switch } from './switch.tsx';

type Props = { readonly services: readonly ServiceRow[]; readonly send: (order: TownOrder) => void };

/** The services of one environment at a time: all of them at once are more than one can watch. */
export function ServiceList({ services, send }: Props) {
  const envs = [...new Set(services.map((service) => service.env))];
  const [chosen, setChosen] = useState('prod');
  const env = envs.includes(chosen) ? chosen : (envs[0] ?? '');
  return (
    <section aria-labelledby="town-services">
      <div className="town-title">
        <h2 id="town-services">Services</h2>
        <div className="town-envs">
          {envs.map((name) => (
            <button key={name} type="button" aria-pressed={name === env} onClick={() => setChosen(name)}>
              {name}
            </button>
          ))}
        </div>
      </div>
      {services
        .filter((service) => service.env === env)
        .map((service) => (
          <Service key={service.name} service={service} send={send} />
        ))}
    </section>
  );
}

function Service({ service, send }: { readonly service: ServiceRow; readonly send: (order: TownOrder) => void }) {
  const { name, revisions, isMoving, hasOutage, requestsPerSecond } = service;
  return (
    <article className="town-service" aria-label={`${service.service} in ${service.env}`}>
      <div className="town-title">
        <h3>{service.service}</h3>
        {isMoving && <span className="town-badge">moving</span>}
        {hasOutage && <span className="town-badge town-badge-bad">outage</span>}
      </div>
      <SplitBar revisions={revisions} />
      <RevisionTable revisions={revisions} caption={`Revisions of ${service.service} in ${service.env}`} />
      <div className="town-controls">
        <label>
          Requests per second
          <input
            type="number"
            min={0}
            max={2000}
            step={10}
            key={requestsPerSecond}
            defaultValue={requestsPerSecond}
            onBlur={({ target }) => {
              const wanted = Math.max(0, Math.min(2000, target.valueAsNumber || 0));
              if (wanted !== requestsPerSecond) send({ do: 'rate', service: name, requestsPerSecond: wanted });
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        </label>
        <Switch
          label="Shared outage"
          isOn={hasOutage}
          onSwitch={(isOn) => send({ do: 'outage', service: name, isOn })}
        />
      </div>
    </article>
  );
}
