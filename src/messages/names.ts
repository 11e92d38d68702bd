import { redact } from '../core/redaction/redact.ts';
import type { Image, Reason, Rollout } from '../core/rollout.ts';
import { code, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';

/** "api-gateway → prod". */
export function place(rollout: Pick<Rollout, 'service' | 'env'>): Mrkdwn {
  return mrkdwn`${rollout.service} → ${rollout.env}`;
}

/** "api-gateway in prod", for sentences. */
export function inPlace(rollout: Pick<Rollout, 'service' | 'env'>): Mrkdwn {
  return mrkdwn`${rollout.service} in ${rollout.env}`;
}

/** Tag for people, and enough of the digest to tell two images apart. */
export function imageName(image: Pick<Image, 'tag' | 'digest'>): Mrkdwn {
  const digest = code(shortDigest(image.digest));
  return image.tag === null ? digest : mrkdwn`${image.tag} ${digest}`;
}

/** Where the digest stands elsewhere: the tag alone, or the digest of an image without one. */
export function imageTag(image: Pick<Image, 'tag' | 'digest'>): Mrkdwn {
  return image.tag === null ? code(shortDigest(image.digest)) : mrkdwn`${image.tag}`;
}

/** The same for an image that is known by its full name alone, `repository@sha256:…` or `repository:tag`. */
export function fullImageName(image: string): Mrkdwn {
  const [repository = '', digest] = image.split('@');
  return code(digest ? shortDigest(digest) : (repository.split('/').at(-1) ?? repository));
}

/** Enough to tell two images apart: 12 of 64 digits. */
export function shortDigest(digest: string): string {
  const hex = digest.replace(/^sha256:/, '');
  return `sha256:${hex.slice(0, 12)}`;
}

/** What traffic goes back to; a first deploy has nothing. */
export function stableName({ stable }: Pick<Rollout, 'stable'>): Mrkdwn {
  return stable ? code(stable.revision) : mrkdwn`nothing`;
}

/** Who decided: a person, or Slipway itself. */
export function decider(who: string | null): Mrkdwn {
  return who === null ? mrkdwn`Slipway` : user(who);
}

/** ": reason", or nothing where none was given. */
export function reasonText(reason: Reason): Mrkdwn {
  return reason.text.trim() === '' ? mrkdwn`` : mrkdwn`: ${clause(reason.text)}`;
}

/** What people, containers or outside systems said. Masked here too, whatever was done where it was taken in. */
export function words(text: string): string {
  return redact(text);
}

/** The same without its full stop, to stand within a sentence of ours. */
export function clause(text: string): string {
  return words(text).replace(/[.\s]{1,100}$/, '');
}

/** " from 25 %", or nothing where no share of a canary is given up. */
export function shareLeft({ kind }: Pick<Rollout, 'kind'>, fromPercent: number): Mrkdwn {
  return kind === 'rollback' || fromPercent === 0 ? mrkdwn`` : mrkdwn` from ${fromPercent} %`;
}
