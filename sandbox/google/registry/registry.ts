import { createHash } from 'node:crypto';
import { paginate } from '../page.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { type Timestamp, toTimestamp } from '../timestamp.ts';
import { type Behaviour, type BehaviourName, behaviourNames, behaviours } from './behaviour.ts';
import { type ImageRepository, imageRepository, splitImage } from './image-name.ts';

export type DockerImage = {
  name: string;
  uri: string;
  tags: string[];
  imageSizeBytes: string;
  mediaType: string;
  uploadTime: Timestamp;
  updateTime: Timestamp;
  buildTime: Timestamp;
};

export type Tag = { name: string; version: string };

type StoredImage = { repository: ImageRepository; digest: string; tags: string[]; uploadedMs: number; version: string };

type PushedImage = { tags: string[]; behaviour: BehaviourName | Behaviour; uploadedMs: number };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Healthy images, oldest first, so that there is something to move between. The first is the one to start from. */
export const versionTags = ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0', 'v1.4.0'];

/** Artifact Registry with what its images do: behaviour hangs on the digest, and tags only point at digests. */
export class Registry {
  readonly #images: StoredImage[] = [];
  readonly #behaviours = new Map<string, Behaviour>();

  /**
   * Fills a repository with one image per behaviour, tagged with its name, and after these the healthy `versionTags`.
   * Copies of an image in repositories of the same name have the same digest. Does nothing when the repository is there already.
   */
  seed(uri: string, nowMs: number) {
    if (this.#images.some((image) => image.repository.uri === uri)) return;
    const seeds: [string, BehaviourName][] = [
      ...behaviourNames.map((name): [string, BehaviourName] => [name, name]),
      ...versionTags.map((tag): [string, BehaviourName] => [tag, 'healthy']),
    ];
    for (const [index, [tag, behaviour]] of seeds.entries()) {
      this.push(uri, { tags: [tag], behaviour, uploadedMs: nowMs - (seeds.length - index) * DAY_MS });
    }
  }

  /** Adds an image and returns its digest. A tag that another image of the repository has moves to the new one. */
  push(uri: string, { tags, behaviour, uploadedMs }: PushedImage): string {
    const repository = imageRepository(uri);
    if (!repository) throw new RpcError(Code.invalidArgument, `'${uri}' is not an image repository`);
    const digest = digestOfName(`${repository.image}:${tags.join(',')}`);
    for (const other of this.#images.filter((image) => image.repository.uri === uri)) {
      other.tags = other.tags.filter((tag) => !tags.includes(tag));
    }
    this.#images.push({ repository, digest, tags: [...tags], uploadedMs, version: tags[0] ?? digest });
    this.setBehaviour(digest, behaviour);
    return digest;
  }

  /** Gives a digest another behaviour, for proving that outcomes follow the behaviour and not the name. */
  setBehaviour(digest: string, behaviour: BehaviourName | Behaviour) {
    this.#behaviours.set(digest, typeof behaviour === 'string' ? behaviours[behaviour] : behaviour);
  }

  swapBehaviours(digest: string, otherDigest: string) {
    const [behaviour, other] = [this.behaviourOf(digest), this.behaviourOf(otherDigest)];
    this.setBehaviour(digest, other);
    this.setBehaviour(otherDigest, behaviour);
  }

  behaviourOf(digest: string | undefined): Behaviour {
    return (digest && this.#behaviours.get(digest)) || behaviours.missing;
  }

  /** Every image once, however many repositories have a copy: its path, the tag that it was pushed with, its digest. */
  images(): { image: string; tag: string; digest: string }[] {
    const byDigest = new Map(this.#images.map((stored) => [stored.digest, stored]));
    return [...byDigest.values()].map(({ repository, version, digest }) => ({
      image: repository.image,
      tag: version,
      digest,
    }));
  }

  /** The version that the image says it is: the tag it was pushed with. */
  versionOf(digest: string | undefined) {
    return this.#images.find((image) => image.digest === digest)?.version ?? 'unknown';
  }

  /** What REPOSITORY:TAG or REPOSITORY@DIGEST means now. */
  digestOf(reference: string): string | undefined {
    const { repository, tag, digest } = splitImage(reference);
    const inRepository = this.#images.filter((image) => image.repository.uri === repository);
    return inRepository.find((image) => (tag === undefined ? image.digest === digest : image.tags.includes(tag)))
      ?.digest;
  }

  /** All images of a repository, newest first. */
  listDockerImages(request: { parent: string; pageSize?: number; pageToken?: string }) {
    const images = this.#images.filter((image) => image.repository.parent === request.parent);
    if (images.length === 0) throw new RpcError(Code.notFound, `Requested entity was not found: ${request.parent}`);
    const newestFirst = images.toSorted((left, right) => right.uploadedMs - left.uploadedMs).map(render);
    const { items, nextPageToken } = paginate(newestFirst, request, { usual: 100, most: 1000 });
    return { dockerImages: items, nextPageToken };
  }

  /** `name` is projects/…/dockerImages/IMAGE@sha256:…, or IMAGE:TAG in place of the digest. */
  getDockerImage(name: string): DockerImage {
    const found = this.#images.find(
      (image) => render(image).name === name || image.tags.some((tag) => `${dockerImages(image)}:${tag}` === name),
    );
    if (!found) throw new RpcError(Code.notFound, `Requested entity was not found: ${name}`);
    return render(found);
  }

  /** `parent` is projects/…/repositories/R/packages/IMAGE, slashes of IMAGE written %2F. */
  listTags(parent: string): Tag[] {
    return this.#images
      .filter((image) => packageName(image) === parent)
      .flatMap((image) => image.tags.map((tag) => tagOf(image, tag)));
  }

  getTag(name: string): Tag {
    const parent = name.split('/tags/')[0] ?? '';
    const tag = this.listTags(parent).find((each) => each.name === name);
    if (!tag) throw new RpcError(Code.notFound, `Requested entity was not found: ${name}`);
    return tag;
  }
}

const digestOfName = (name: string) => `sha256:${createHash('sha256').update(`sandbox image ${name}`).digest('hex')}`;
const encodedImage = (image: StoredImage) => encodeURIComponent(image.repository.image);
const dockerImages = (image: StoredImage) => `${image.repository.parent}/dockerImages/${encodedImage(image)}`;
const packageName = (image: StoredImage) => `${image.repository.parent}/packages/${encodedImage(image)}`;

function tagOf(image: StoredImage, tag: string): Tag {
  return { name: `${packageName(image)}/tags/${tag}`, version: `${packageName(image)}/versions/${image.digest}` };
}

function render(image: StoredImage): DockerImage {
  const uploadTime = toTimestamp(image.uploadedMs);
  return {
    name: `${dockerImages(image)}@${image.digest}`,
    uri: `${image.repository.uri}@${image.digest}`,
    tags: [...image.tags],
    imageSizeBytes: '84211712',
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    uploadTime,
    updateTime: uploadTime,
    buildTime: uploadTime,
  };
}
