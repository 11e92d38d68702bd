/** An image repository by the names that Artifact Registry knows it under. */
export type ImageRepository = {
  /** `projects/P/locations/L/repositories/R` */
  readonly parent: string;
  /** The image within it, with its slashes written %2F as in resource names. */
  readonly packageId: string;
};

/** Takes apart `LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE`; IMAGE may hold slashes. Throws for anything else. */
export function imageRepository(repository: string): ImageRepository {
  const match = /^([a-z0-9-]+)-docker\.pkg\.dev\/([^/]+)\/([^/]+)\/(.+)$/.exec(repository);
  const [, location, project, name, image] = match ?? [];
  if (!image) throw new Error(`${repository} is not an image repository of Artifact Registry`);
  return {
    parent: `projects/${project}/locations/${location}/repositories/${name}`,
    packageId: encodeURIComponent(image),
  };
}
