import type { ServicesClient } from '@google-cloud/run';
import type { WriteOutcome } from '../core/service-view.ts';
import { WRITE } from '../google-connection.ts';
import { type Change, together } from './change.ts';
import type { Service } from './view.ts';
import { outcomeOf } from './write-outcome.ts';

/** Tells people who look at the service in the console which tool wrote last. */
const CLIENT = { client: 'slipway', clientVersion: '1' };

type Annotations = Readonly<Record<string, string>>;

/** A service that is not there yet, marked like every write of ours. There is no etag to send: its name is what is unique. */
export function newService(annotations: Annotations, changes: readonly Change[]): Service {
  return { ...together(changes).fields, ...CLIENT, annotations };
}

/**
 * Writes to a service, always with the etag of `read`, a narrow mask and the annotations merged over those of `read`
 * (the API replaces the whole map). Accepted means taken, not done: what becomes of it is seen by reading again.
 */
export function serviceWriter(services: ServicesClient) {
  return async (read: Service, annotations: Annotations, changes: readonly Change[]): Promise<WriteOutcome> => {
    const { fields, paths } = together(changes);
    const service: Service = {
      ...fields,
      ...CLIENT,
      name: read.name ?? '',
      etag: read.etag ?? '',
      annotations: { ...read.annotations, ...annotations },
    };
    const updateMask = { paths: [...paths, 'annotations', 'client', 'client_version'] };
    try {
      await services.updateService({ service, updateMask }, WRITE);
      return { kind: 'accepted' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}
