import { randomUUID } from 'node:crypto';
import { callV1, type V1Row, type V1Service, v1Revision, v1Service } from './v1-over-http.ts';

type Hand = {
  /** Of the emulated Google. */
  httpUrl: string;
  /** E-mail address that Cloud Run names as last modifier. */
  person?: string;
  /** Called between reading and writing, where somebody else may write. */
  beforeWrite?: () => void | Promise<void>;
};

type Deploy = {
  image: string;
  /** `false` is --no-traffic. */
  traffic?: boolean;
  tag?: string;
};

/**
 * Somebody with gcloud. Services are full names, `projects/P/locations/R/services/S`. Every verb reads the service, changes it
 * and writes all of it back with the version it read, and resolves when Cloud Run has taken the write, as with `--async`.
 * Each throws ForeignHandRefused, with status ABORTED when somebody else wrote in between.
 */
export type ForeignHand = {
  /** `update-traffic --to-revisions`, all rows: percent by revision name, or by `LATEST`. Tags stay where they are. */
  moveTraffic(service: string, percents: Record<string, number>): Promise<void>;
  /** `gcloud run deploy`. Answers with the name of the new revision, which gets traffic only where the split says LATEST. */
  deploy(service: string, how: Deploy): Promise<string>;
  /** `update-traffic --set-tags TAG=REVISION`, with the other tags kept. */
  setTag(service: string, tag: string, revision: string): Promise<void>;
  removeTag(service: string, tag: string): Promise<void>;
  /** `services update --update-env-vars`: makes a revision of the same image. Answers with its name. */
  setEnv(service: string, variables: Record<string, string>): Promise<string>;
};

const LATEST = 'LATEST';
const CLIENT = 'run.googleapis.com/client-name';
const NONCE = 'client.knative.dev/nonce';

export function foreignHand({ httpUrl, person = 'somebody@example.com', beforeWrite }: Hand): ForeignHand {
  const call = (name: string, method: 'GET' | 'PUT', path: string, body?: object) => {
    const [, project, , region = ''] = name.split('/');
    return callV1(
      { httpUrl, person },
      { method, region, path: `namespaces/${project}/${path}`, ...(body && { body }) },
    );
  };
  const change = async (name: string, edit: (service: V1Service) => void | Promise<void>) => {
    const path = `services/${name.split('/').at(-1)}`;
    const service = v1Service.parse(await call(name, 'GET', path));
    await edit(service);
    service.metadata.annotations[CLIENT] = 'gcloud';
    await beforeWrite?.();
    return v1Service.parse(await call(name, 'PUT', path, service)).status.latestCreatedRevisionName;
  };
  const digestOf = async (name: string, revision: string) =>
    v1Revision.parse(await call(name, 'GET', `revisions/${revision}`)).status.imageDigest;

  return {
    moveTraffic: async (name, percents) => {
      await change(name, (service) => {
        const shares = Object.entries(percents).map(([revision, percent]) => ({ ...target(revision), percent }));
        service.spec.traffic = [...shares, ...tagRows(service)];
      });
    },
    deploy: (name, { image, traffic = true, tag }) =>
      change(name, (service) => {
        const [first] = service.spec.template.spec.containers;
        first.image = image;
        renameTemplate(service, tag !== undefined);
        if (!traffic) pinLatest(service);
        const revision = service.spec.template.metadata.name;
        if (tag !== undefined && revision) retag(service, tag, revision);
      }),
    setTag: async (name, tag, revision) => void (await change(name, (service) => retag(service, tag, revision))),
    removeTag: async (name, tag) => void (await change(name, (service) => retag(service, tag, undefined))),
    setEnv: (name, variables) =>
      change(name, async (service) => {
        const [first] = service.spec.template.spec.containers;
        first.image = (await digestOf(name, service.status.latestCreatedRevisionName)) ?? first.image;
        const kept = (first.env ?? []).filter((variable) => !(variable.name in variables));
        first.env = [...kept, ...Object.entries(variables).map(([key, value]) => ({ name: key, value }))];
        renameTemplate(service, false);
      }),
  };
}

const target = (revision: string): V1Row =>
  revision === LATEST ? { latestRevision: true } : { revisionName: revision };

/** gcloud keeps tags in rows of their own, without a percent. */
const tagRows = ({ spec }: V1Service): V1Row[] =>
  spec.traffic.flatMap(({ percent: _percent, ...row }) => (row.tag ? [row] : []));

const shareRows = ({ spec }: V1Service): V1Row[] =>
  spec.traffic.flatMap(({ tag: _tag, ...row }) => (row.percent ? [row] : []));

function retag(service: V1Service, tag: string, revision: string | undefined) {
  const others = tagRows(service).filter((row) => row.tag !== tag);
  const tagged = revision === undefined ? [] : [{ ...target(revision), tag }];
  service.spec.traffic = [...shareRows(service), ...others, ...tagged];
}

/** --no-traffic: what the latest one has goes to the revision that is the latest ready now, by name. */
function pinLatest(service: V1Service) {
  const { latestReadyRevisionName: revisionName } = service.status;
  service.spec.traffic = service.spec.traffic.map((row) =>
    row.latestRevision && row.percent ? { ...row, latestRevision: undefined, revisionName } : row,
  );
}

/** A tag needs a name, so gcloud makes one up; otherwise Cloud Run does, and a nonce sees to it that there is a new revision. */
function renameTemplate({ metadata, spec }: V1Service, isNamed: boolean) {
  const { name: _name, ...template } = spec.template.metadata;
  const serial = String(metadata.generation + 1).padStart(5, '0');
  const letters = randomUUID()
    .replace(/[^a-f]/g, '')
    .slice(0, 3)
    .padEnd(3, 'x');
  spec.template.metadata = isNamed
    ? { ...template, name: `${metadata.name}-${serial}-${letters}` }
    : { ...template, labels: { ...template.labels, [NONCE]: randomUUID() } };
}
