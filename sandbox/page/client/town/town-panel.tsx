import { useState } from 'react';
import type { TownAnswer, TownOrder } from '../../protocol/town.ts';
import { CallLog } from './call-log.tsx';
import { FaultBoard } from './fault-board.tsx';
import { ImageList } from './image-list.tsx';
import { ProcessList } from './process-list.tsx';
import { ServiceList } from './service-list.tsx';
import './town.css';
import type { TownHeld } from './town-news.ts';

type Props = {
  readonly held: TownHeld;
  /** Sends an order; the panel shows why one was refused. */
  readonly order: (order: TownOrder) => Promise<TownAnswer>;
};

/** Cloud Run, its traffic and everything that can be broken, beside the Slack that people see. */
export function TownPanel({ held, order }: Props) {
  const [refusal, setRefusal] = useState('');
  const send = (wanted: TownOrder) => {
    order(wanted).then(
      (answer) => setRefusal(answer.kind === 'refused' ? answer.because : ''),
      () => setRefusal('The sandbox does not answer: does it still run?'),
    );
  };
  const { town, images, behaviours, calls } = held;
  return (
    <div className="town">
      <p className="town-refusal" role="status">
        {refusal}
      </p>
      {town === null ? (
        <p className="town-empty">Waiting for the town …</p>
      ) : (
        <>
          <ServiceList services={town.services} send={send} />
          <FaultBoard faults={town.faults} send={send} />
          <ProcessList processes={town.processes} atMs={town.atMs} send={send} />
          <ImageList images={images} behaviours={behaviours} send={send} />
          <CallLog calls={calls} />
        </>
      )}
      <p className="town-differences">
        <a href="/sandbox-differences" target="_blank" rel="noreferrer">
          Where this is not the real thing
        </a>
      </p>
    </div>
  );
}
