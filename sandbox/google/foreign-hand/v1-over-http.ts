import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const row = z.looseObject({
  latestRevision: z.boolean().optional(),
  revisionName: z.string().optional(),
  percent: z.number().optional(),
  tag: z.string().optional(),
});
const textMap = z.record(z.string(), z.string()).default({});
const container = z.looseObject({
  image: z.string(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
});
/** What the hand reads and changes of a v1 Service; everything else goes back as it came. */
export const v1Service = z.looseObject({
  metadata: z.looseObject({ name: z.string(), generation: z.number(), annotations: textMap }),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ name: z.string().optional(), labels: textMap, annotations: textMap }),
      spec: z.looseObject({ containers: z.tuple([container], container) }),
    }),
    traffic: z.array(row),
  }),
  status: z.looseObject({ latestReadyRevisionName: z.string(), latestCreatedRevisionName: z.string() }),
});
/** Without a digest when the registry has no such image. */
export const v1Revision = z.looseObject({ status: z.looseObject({ imageDigest: z.string().optional() }) });
const refusal = z.object({ error: z.object({ message: z.string(), status: z.string() }) });

export type V1Service = z.output<typeof v1Service>;
export type V1Row = z.output<typeof row>;

/** Google said no. gcloud prints the message and ends: it does not try again, not even after `ABORTED`. */
export class ForeignHandRefused extends Error {
  /** Google's name for it, such as `ABORTED` or `INVALID_ARGUMENT`. */
  readonly status: string;

  constructor(status: string, message: string) {
    super(`${status}: ${message}`);
    this.name = 'ForeignHandRefused';
    this.status = status;
  }
}

/**
 * One call to Cloud Run v1 in the way gcloud makes it: the sandbox is its HTTP proxy, the region stands in the host, and
 * whoever is logged in is the token. @throws ForeignHandRefused
 */
export async function callV1(
  { httpUrl, person }: { httpUrl: string; person: string },
  call: { method: 'GET' | 'PUT'; region: string; path: string; body?: object },
): Promise<unknown> {
  const host = `${call.region}-run.localhost`;
  const { hostname, port } = new URL(httpUrl);
  const headers = { host, authorization: `Bearer ${person}`, 'content-type': 'application/json' };
  const path = `http://${host}/apis/serving.knative.dev/v1/${call.path}`;
  const { status, body } = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sending = request({ hostname, port, method: call.method, path, headers, agent: false }, (response) => {
      text(response).then((said) => resolve({ status: response.statusCode ?? 0, body: said }), reject);
    });
    sending.on('error', reject);
    sending.end(call.body && JSON.stringify(call.body));
  });
  const answer: unknown = JSON.parse(body);
  if (status < 300) return answer;
  const { error } = refusal.parse(answer);
  throw new ForeignHandRefused(error.status, error.message);
}
