import { RevisionsClient, ServicesClient } from '@google-cloud/run';
import { status } from '@grpc/grpc-js';
import type { ServiceAt, ServiceView } from '../core/service-view.ts';
import { answerOf, answerOrNull, statusOf } from '../google-answer.ts';
import { type GoogleConnection, READ, WRITE } from '../google-connection.ts';
import type { CloudRun } from '../ports/cloud.ts';
import { firstRevision, ROLLOUT_LABEL, revisionChange, scalingChange, trafficChange } from './change.ts';
import { imageOf, revisionViewOf, type Service, viewOf } from './view.ts';
import { outcomeOf } from './write-outcome.ts';
import { newService, serviceWriter } from './writer.ts';

const SYSTEM = 'Cloud Run';
/** Cloud Run keeps up to 1000 revisions of a service; the newest hundred are all that anybody picks from. */
const NEWEST_REVISIONS = 100;

/** Cloud Run Admin API v2. Reads are tried for a few seconds and throw a sentence for people; writes are tried once. */
export function cloudRun(connection: GoogleConnection): CloudRun {
  const services = new ServicesClient(connection);
  const revisions = new RevisionsClient(connection);
  const getRevision = revisionGetter(revisions);
  const write = serviceWriter(services);
  // A write merges into the very read whose etag it sends, so the view has to lead back to it.
  const reads = new WeakMap<ServiceView, Service>();
  const readOf = (view: ServiceView): Service => {
    const read = reads.get(view);
    if (!read) throw new Error(`this view of ${view.service} was not read here, so nothing can be written through it`);
    return read;
  };

  return {
    async read(at) {
      const answer = await answerOrNull(SYSTEM, () => services.getService({ name: nameOf(at) }, READ));
      if (!answer) return null;
      const view = viewOf(at, answer[0]);
      reads.set(view, answer[0]);
      return view;
    },

    async readRevision(at, revision) {
      const found = await getRevision(at, revision);
      return found && revisionViewOf(found);
    },

    listRevisions: revisionLister(revisions),

    async createRevision(view, { annotations, traffic, ...wish }) {
      const read = readOf(view);
      const outcome = await write(read, annotations, [revisionChange(read, wish), trafficChange(traffic)]);
      if (outcome.kind !== 'refused') return outcome;
      const taken = await getRevision(view, wish.revision);
      const isOurs = taken?.labels?.[ROLLOUT_LABEL] === wish.rolloutId && imageOf(taken.containers) === wish.image;
      // Made by an earlier try, before somebody changed another setting: what is missing is the rest of the write.
      return isOurs ? write(read, annotations, [trafficChange(traffic)]) : outcome;
    },

    async createService(at, service) {
      const { annotations, traffic, ...wish } = service;
      const made = newService(annotations, [firstRevision(wish), trafficChange(traffic)]);
      try {
        await services.createService({ parent: parentOf(at), serviceId: at.service, service: made }, WRITE);
        return { kind: 'accepted' };
      } catch (error) {
        return statusOf(error) === status.ALREADY_EXISTS ? { kind: 'conflict' } : outcomeOf(error);
      }
    },

    async splitTraffic(view, { annotations, traffic }) {
      return write(readOf(view), annotations, [trafficChange(traffic)]);
    },

    async scale(view, { annotations, instances }) {
      return write(readOf(view), annotations, [scalingChange(instances)]);
    },
  };
}

function revisionGetter(revisions: RevisionsClient) {
  return async (at: ServiceAt, revision: string) => {
    const name = `${nameOf(at)}/revisions/${revision}`;
    const answer = await answerOrNull(SYSTEM, () => revisions.getRevision({ name }, READ));
    return answer?.[0] ?? null;
  };
}

function revisionLister(revisions: RevisionsClient): CloudRun['listRevisions'] {
  return async (at) => {
    const request = { parent: nameOf(at), pageSize: NEWEST_REVISIONS };
    const [listed] = await answerOf(SYSTEM, () => revisions.listRevisions(request, { ...READ, autoPaginate: false }));
    return listed.map(revisionViewOf).toSorted((one, other) => other.createdAtMs - one.createdAtMs);
  };
}

function nameOf(at: ServiceAt): string {
  return `${parentOf(at)}/services/${at.service}`;
}

function parentOf({ project, region }: ServiceAt): string {
  return `projects/${project}/locations/${region}`;
}
