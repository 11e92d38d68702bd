import { z } from 'zod';
import { shortName } from '../cloud-run/resource.ts';
import type { GoogleModel } from '../model.ts';
import { behaviourNames } from '../registry/behaviour.ts';
import { loggingActions } from './control-logging.ts';
import type { HttpAnswer } from './revision-endpoints.ts';

const fault = z.object({
  method: z.string(),
  times: z.number().int().positive().default(1),
  code: z.number().int().optional(),
  message: z.string().optional(),
  delayMs: z.number().nonnegative().optional(),
  replyLostAfterCommit: z.boolean().optional(),
});
const outage = z.object({ service: z.string(), on: z.boolean() });
const rate = z.object({ service: z.string(), requestsPerSecond: z.number().nonnegative() });
const behaviour = z.object({ digest: z.string(), behaviour: z.enum(behaviourNames) });
const swap = z.object({ digest: z.string(), otherDigest: z.string() });
const image = z.object({ repository: z.string(), tags: z.array(z.string()).min(1), behaviour: z.enum(behaviourNames) });
const move = z.object({
  service: z.string(),
  caller: z.string().default('somebody@example.com'),
  traffic: z.array(
    z.object({ revision: z.string(), percent: z.number().int().default(0), tag: z.string().default('') }),
  ),
});
const policy = z.object({ project: z.string(), policy: z.string() });
const incident = policy.extend({
  resourceLabels: z.record(z.string(), z.string()).default({}),
  userLabels: z.record(z.string(), z.string()).default({}),
});
const timings = z
  .object({ readyMs: z.number().nonnegative(), routeMs: z.number().nonnegative(), drainMs: z.number().nonnegative() })
  .partial();
const switches = z
  .object({
    etagMovesOnStatus: z.boolean(),
    etagMovesOnAnnotationOnlyWrite: z.boolean(),
    latestReadyLagsForNoTraffic: z.boolean(),
    failureCode: z.union([z.literal(9), z.literal(13)]),
    desiredDiffersAfterFailure: z.boolean(),
  })
  .partial();

type Action = (model: GoogleModel, body: unknown, query: URLSearchParams) => object | undefined;

/** Everything that can be asked at /control, by method and path. Bodies are JSON; services are full names. */
const actions: Record<string, Action> = {
  ...loggingActions,
  'POST /control/faults': (model, body) => void model.faults.inject(fault.parse(body)),
  'DELETE /control/faults': (model) => void model.faults.clear(),
  'GET /control/faults': (model) => ({ faults: model.faults.pending(), calls: Object.fromEntries(model.faults.calls) }),
  'POST /control/outage': (model, body) => {
    const { service, on } = outage.parse(body);
    model.traffic.setOutage(service, on);
    return undefined;
  },
  'POST /control/bad-client': (model, body) => {
    const { service, on } = outage.parse(body);
    model.traffic.clients.setBadClient(service, on);
    return undefined;
  },
  'GET /control/instances': (model, _body, query) => {
    const service = query.get('service') ?? '';
    const revisions = model.run.revisions.list(service);
    return Object.fromEntries(
      revisions.map((revision) => [shortName(revision.name), model.fleets.of(revision).instances]),
    );
  },
  'POST /control/rate': (model, body) => {
    const { service, requestsPerSecond } = rate.parse(body);
    model.traffic.setRate(service, requestsPerSecond);
    return undefined;
  },
  'POST /control/behaviour': (model, body) => {
    const wanted = behaviour.parse(body);
    model.registry.setBehaviour(wanted.digest, wanted.behaviour);
    return undefined;
  },
  'POST /control/swap': (model, body) => {
    const { digest, otherDigest } = swap.parse(body);
    model.registry.swapBehaviours(digest, otherDigest);
    return undefined;
  },
  'POST /control/images': (model, body) => {
    const { repository, ...pushed } = image.parse(body);
    return { digest: model.registry.push(repository, { ...pushed, uploadedMs: model.clock.now() }) };
  },
  'POST /control/traffic': (model, body) => moveTraffic(model, move.parse(body)),
  'POST /control/timings': (model, body) => Object.assign(model.run.timings, timings.parse(body)),
  'POST /control/switches': (model, body) => Object.assign(model.run.switches, switches.parse(body)),
  'POST /control/alerts': (model, body) => ({ id: model.alerts.open(incident.parse(body)) }),
  'DELETE /control/alerts': (model, body) => void model.alerts.close(policy.parse(body)),
  'GET /control/journal': (model, _body, query) => {
    const service = query.get('service');
    return { entries: service ? model.run.journal.of(service) : model.run.journal.entries };
  },
  'GET /control/running': (model, _body, query) => {
    const service = query.get('service') ?? '';
    return { running: model.run.runningRevisions(service), history: model.run.running.of(service) };
  },
  'GET /control/services': (model) => ({
    services: model.run.records().map((record) => ({
      ...model.run.getService(record.name),
      requestsPerSecond: model.traffic.rateOf(record.name),
      outage: model.traffic.hasOutage(record.name),
      badClient: model.traffic.clients.hasBadClient(record.name),
      running: model.run.runningRevisions(record.name),
    })),
  }),
};

/** Undefined when there is no such thing to control. */
export function control(model: GoogleModel, method: string, url: URL, body: unknown): HttpAnswer | undefined {
  const action = actions[`${method} ${url.pathname}`];
  return action && { status: 200, body: action(model, body, url.searchParams) ?? { ok: true } };
}

/** Somebody else moves traffic, as with gcloud: without an etag and under another name. */
function moveTraffic(model: GoogleModel, { service, caller, traffic }: z.output<typeof move>) {
  const targets = traffic.map((target) => ({ ...target, type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const }));
  const operation = model.run.updateService(
    { service: { name: service, traffic: targets, client: 'gcloud' }, updateMask: { paths: ['traffic', 'client'] } },
    caller,
  );
  return { operation: operation.name };
}
