import { useState } from 'react';
import type { ServiceRow, TownOrder } from '../../protocol/town.ts';
import { isBusy, sumOf } from './numbers.ts';
import { RateField } from './rate-field.tsx';
import { RevisionTable } from './revision-table.tsx';
import { SplitBar } from './split-bar.tsx';
import { Switch } from './switch.tsx';

type Props = { readonly services: readonly ServiceRow[]; readonly send: (order: TownOrder) => void };

/** The services of one environment at a time, those first where something happens: all at once are more than one can watch. */
export function ServiceList({ services, send }: Props) {
  const envs = [...new Set(services.map((service) => service.env))];
  const [chosen, setChosen] = useState('prod');
  const env = envs.includes(chosen) ? chosen : (envs[0] ?? '');
  const shown = services.filter((service) => service.env === env);
  return (
    <section aria-labelledby="town-services">
      <div className="town-title">
        <h3 id="town-services">Services</h3>
        <div className="town-envs">
          {envs.map((name) => (
            <button key={name} type="button" aria-pressed={name === env} onClick={() => setChosen(name)}>
              {name}
            </button>
          ))}
        </div>
      </div>
      {[...shown.filter(isBusy), ...shown.filter((service) => !isBusy(service))].map((service) => (
        <Service key={service.name} service={service} send={send} />
      ))}
    </section>
  );
}

function Service({ service, send }: { readonly service: ServiceRow; readonly send: (order: TownOrder) => void }) {
  const { name, revisions, isMoving, hasOutage, hasBadClient, requestsPerSecond } = service;
  return (
    <details className="town-service" open={isBusy(service)}>
      <summary>
        <h4>{service.service}</h4>
        <span className="town-muted">{sumOf(service)}</span>
        {isMoving && <span className="town-badge">moving</span>}
        {hasOutage && <span className="town-badge town-badge-bad">outage</span>}
      </summary>
      <SplitBar revisions={revisions} />
      <RevisionTable revisions={revisions} caption={`Revisions of ${service.service} in ${service.env}`} />
      <div className="town-controls">
        <RateField
          requestsPerSecond={requestsPerSecond}
          onRate={(wanted) => send({ do: 'rate', service: name, requestsPerSecond: wanted })}
        />
        <Switch
          label="Shared outage"
          isOn={hasOutage}
          onSwitch={(isOn) => send({ do: 'outage', service: name, isOn })}
        />
        <Switch
          label="A bad client"
          isOn={hasBadClient}
          onSwitch={(isOn) => send({ do: 'badClient', service: name, isOn })}
        />
      </div>
    </details>
  );
}
