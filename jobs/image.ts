import type { Environment, Service } from '../src/core/catalog.ts';
import { never } from '../src/core/never.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { ImageWish } from '../src/core/request.ts';
import type { Image } from '../src/core/rollout.ts';
import { soleServer } from '../src/core/traffic.ts';
import { nearest } from '../src/core/words.ts';
import { placeOf, type World } from './job.ts';

type Choice = { readonly image: Image; readonly because: string | null } | { readonly refusal: Refusal };
type Where = { readonly service: Service; readonly env: Environment };

const SUGGEST_FROM = 50;

/** Turns what was asked for into a digest before anything is asked of anybody, and says why it is this one where none was named. */
export async function chooseImage(wish: ImageWish, where: Where, world: World): Promise<Choice> {
  switch (wish.kind) {
    case 'tag':
      return named({ tag: wish.tag }, wish.tag, where, world);
    case 'digest':
      return named({ digest: wish.digest }, wish.digest, where, world);
    case 'default':
      return (await promoted(where, world)) ?? (await newest(where, world));
    default:
      return never(wish);
  }
}

async function named(
  wish: { readonly tag: string } | { readonly digest: string },
  name: string,
  { service }: Where,
  world: World,
): Promise<Choice> {
  const image = await world.registry.find(service.image, wish);
  if (image) return { image, because: null };
  const tags = (await world.registry.newest(service.image, SUGGEST_FROM)).flatMap(({ tag }) =>
    tag === null ? [] : [tag],
  );
  return { refusal: { kind: 'unknownImage', image: name, didYouMean: nearest(name, tags) } };
}

/** The image that serves everything in the environment which this one promotes from. */
async function promoted({ service, env }: Where, world: World): Promise<Choice | null> {
  const from = world.catalog().environments.find(({ name }) => name === env.promotesFrom);
  if (!from || !service.environments.includes(from.name)) return null;
  const at = placeOf(service, from);
  const view = await world.cloudRun.read(at);
  const serving = view ? soleServer(view.serving) : null;
  const revision = serving === null ? null : await world.cloudRun.readRevision(at, serving);
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(revision?.image ?? '')?.[1];
  const image = digest ? await world.registry.find(service.image, { digest }) : null;
  return image ? { image, because: `No image was named: this is the one that serves in ${from.name}.` } : null;
}

async function newest({ service }: Where, world: World): Promise<Choice> {
  const [image] = await world.registry.newest(service.image, 1);
  if (!image) return { refusal: { kind: 'noImage', repository: service.image } };
  const { repository, tag, digest } = image;
  return { image: { repository, tag, digest }, because: 'No image was named: this is the newest one in the registry.' };
}
