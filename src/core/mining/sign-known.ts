import { type Frame, PLATFORM_TROUBLES, type PlatformTrouble, type StackTrace } from '../logged/logged-error.ts';
import { hash } from './hash.ts';
import type { Signature, Signed } from './signature.ts';
import { VALUE } from './signature.ts';

/** So many of a trace's own frames tell it apart; deeper ones are the same for all that a server does. */
const MOST_FRAMES = 5;

/** What the frames of these say is where it happened to end: type and message tell them apart. */
const PLACELESS =
  /out ?of ?memory|memoryerror|allowed memory|heap space|stack ?overflow|stack level|maximum call stack|recursion(?:error| limit)/i;
const SIGNAL = /\bSIG[A-Z]{3,6}\b/;

/** How each is called where its own words are left out. */
const PLATFORM_NAMES: Record<PlatformTrouble, string> = {
  outOfMemory: 'Out of memory',
  startUpProbeFailed: 'Startup probe failed',
  livenessProbeFailed: 'Liveness probe failed',
  readinessProbeFailed: 'Readiness probe failed',
  containerExited: 'Container exited',
  noInstance: 'No instance available',
  requestTimedOut: 'Request timed out',
  responseCut: 'Response cut short',
  responseTooLarge: 'Response too large',
  connectionClosed: 'Connection closed',
  imageNotStarted: 'Image not started',
};

/**
 * A trace is known by language, type and up to five of the program's own frames. Its message counts where these say too
 * little: without a frame of its own, for panics, and where the place means nothing. Elsewhere it is the one value.
 * `message` is that of the trace, signed as text.
 */
export function signedTrace(stack: StackTrace, codes: readonly string[], message: Signed): Signed {
  const said = `${stack.type} ${stack.message}`;
  const isPlaceless = PLACELESS.test(said) || SIGNAL.test(said);
  const frames = isPlaceless ? [] : framesOf(stack.frames);
  const isPanic = stack.language === 'go' || stack.language === 'rust';
  const shown = frames.length === 0 || isPanic ? message : asOneValue(message);
  const type = stack.type === '' ? stack.language : stack.type;
  const isBare = shown.signature.template === '';
  const template = isBare ? type : `${type}: ${shown.signature.template}`;
  const tokens = isBare ? [type] : [type, ':', ...shown.signature.tokens];
  const key = hash(['trace', stack.language, ...codes, template, ...frames].join('\n'));
  return { signature: { key, kind: 'trace', tokens, codes, frames, template }, values: shown.values };
}

/** A message of the platform is known by its name alone; what it said is its one value. */
export function signedPlatform(platform: PlatformTrouble, codes: readonly string[], message: Signed): Signed {
  const name = PLATFORM_NAMES[platform];
  const key = hash(['platform', platform, ...codes].join('\n'));
  const template = `${name}: ${VALUE}`;
  const tokens = [...name.split(' '), ':', VALUE];
  const { values } = asOneValue(message);
  return { signature: { key, kind: 'platform', tokens, codes, frames: [], template }, values };
}

/** Its template stands for what was said, so that those which differ in numbers alone are counted together. */
function asOneValue({ signature }: Signed): Signed {
  return { signature: { ...signature, tokens: [VALUE], template: VALUE }, values: [signature.template] };
}

function framesOf(frames: readonly Frame[]): readonly string[] {
  const own = frames.filter(({ isOwn }) => isOwn).map((frame) => `${frame.function}@${frame.file}`);
  return own.filter((frame, at) => frame !== own[at - 1]).slice(0, MOST_FRAMES);
}

/** Which message of the platform a signature is; null where a program wrote it. */
export function platformOf({ kind, template }: Signature): PlatformTrouble | null {
  if (kind !== 'platform') return null;
  return PLATFORM_TROUBLES.find((trouble) => template === `${PLATFORM_NAMES[trouble]}: ${VALUE}`) ?? null;
}
