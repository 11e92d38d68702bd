import { ArtifactRegistryClient, type protos } from '@google-cloud/artifact-registry';
import type { Image } from '../core/rollout.ts';
import { answerOrNull, toMs } from '../google-answer.ts';
import { type GoogleConnection, READ } from '../google-connection.ts';
import type { Registry } from '../ports/cloud.ts';
import { imageRepository } from './image-repository.ts';

type DockerImage = protos.google.devtools.artifactregistry.v1.IDockerImage;

const SYSTEM = 'Artifact Registry';
/** The most that Artifact Registry gives per page. */
const PAGE = 1000;

/** Artifact Registry. Throws a sentence for people when it does not answer. */
export function registry(connection: GoogleConnection): Registry {
  const client = new ArtifactRegistryClient(connection);
  return {
    async find(repository, wish) {
      const { parent, packageId } = imageRepository(repository);
      if ('tag' in wish) {
        const name = `${parent}/packages/${packageId}/tags/${encodeURIComponent(wish.tag)}`;
        const answer = await answerOrNull(SYSTEM, () => client.getTag({ name }, READ));
        return answer && { repository, tag: wish.tag, digest: digestIn(answer[0].version) };
      }
      const name = `${parent}/dockerImages/${packageId}@${wish.digest}`;
      const answer = await answerOrNull(SYSTEM, () => client.getDockerImage({ name }, READ));
      return answer && imageOf(repository, answer[0]);
    },

    async newest(repository, limit) {
      const { parent } = imageRepository(repository);
      const images = await answerOrNull(SYSTEM, () => allImages(client, parent));
      return (images ?? [])
        .filter(({ uri }) => uri?.startsWith(`${repository}@`))
        .toSorted((one, other) => toMs(other.uploadTime) - toMs(one.uploadTime))
        .slice(0, limit)
        .map((image) => ({ ...imageOf(repository, image), uploadedAtMs: toMs(image.uploadTime) }));
    },
  };
}

/** The API filters by nothing and promises no order: all images of all packages, page by page. */
async function allImages(client: ArtifactRegistryClient, parent: string): Promise<readonly DockerImage[]> {
  const images: DockerImage[] = [];
  const pages = client.listDockerImagesAsync({ parent, pageSize: PAGE }, { ...READ, autoPaginate: false });
  for await (const image of pages) images.push(image);
  return images;
}

/** Of several tags the one that says most: `latest` says nothing. */
function imageOf(repository: string, { uri, tags }: DockerImage): Image {
  const tag = tags?.find((each) => each !== 'latest') ?? tags?.[0] ?? null;
  return { repository, tag, digest: digestIn(uri) };
}

function digestIn(name: string | null | undefined): string {
  const digest = /sha256:[0-9a-f]{64}$/.exec(name ?? '')?.[0];
  if (!digest) throw new Error(`Artifact Registry named no digest: ${name}`);
  return digest;
}
