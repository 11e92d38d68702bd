/** Where an image lives in Artifact Registry. */
export type ImageRepository = {
  /** projects/P/locations/L/repositories/R */
  parent: string;
  /** Package in that repository; slashes are kept. */
  image: string;
  /** HOST/P/R/IMAGE, as written in front of a tag or digest. */
  uri: string;
};

/**
 * Takes apart `us-central1-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE` and the older `gcr.io/PROJECT/IMAGE`, which
 * Artifact Registry serves as repository `gcr.io` in `us`. Undefined for anything else.
 */
export function imageRepository(uri: string): ImageRepository | undefined {
  const [host = '', project = '', ...path] = uri.split('/');
  if (!project) return undefined;
  if (/^([a-z]+\.)?gcr\.io$/.test(host) && path.length > 0) {
    return { parent: `projects/${project}/locations/us/repositories/${host}`, image: path.join('/'), uri };
  }
  const location = /^([a-z0-9-]+)-docker\.pkg\.dev$/.exec(host)?.[1];
  const [repository, ...image] = path;
  if (!location || !repository || image.length === 0) return undefined;
  return {
    parent: `projects/${project}/locations/${location}/repositories/${repository}`,
    image: image.join('/'),
    uri,
  };
}

/** Splits REPOSITORY:TAG or REPOSITORY@sha256:…; without either the tag is `latest`. */
export function splitImage(image: string): { repository: string; tag?: string; digest?: string } {
  const at = image.indexOf('@');
  if (at >= 0) return { repository: image.slice(0, at), digest: image.slice(at + 1) };
  const colon = image.indexOf(':', image.lastIndexOf('/'));
  if (colon < 0) return { repository: image, tag: 'latest' };
  return { repository: image.slice(0, colon), tag: image.slice(colon + 1) };
}
