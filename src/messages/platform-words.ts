import type { PlatformTrouble } from '../core/logged/logged-error.ts';

type Words = {
  readonly name: string;
  /** What to do next, as a sentence. */
  readonly next: string;
  /** `times`: it happens to an instance, whatever requests it was serving. */
  readonly counts: 'requests' | 'times';
};

/** What Cloud Run itself reports, in the words of somebody who has to act on it. */
export const PLATFORM_WORDS: { readonly [trouble in PlatformTrouble]: Words } = {
  outOfMemory: {
    name: 'Out of memory',
    next: 'Cloud Run ended an instance over its memory limit. Look for a leak or a larger working set, or raise the limit.',
    counts: 'times',
  },
  startUpProbeFailed: {
    name: 'Start-up probe failed',
    next: 'The container did not answer in time. Look at its first log lines, and at the port and path of the probe.',
    counts: 'times',
  },
  livenessProbeFailed: {
    name: 'Liveness probe failed',
    next: 'Cloud Run restarts instances that hang. Look at what was logged just before.',
    counts: 'times',
  },
  readinessProbeFailed: {
    name: 'Readiness probe failed',
    next: 'Cloud Run sends no requests to instances that are not ready. Look at what they wait for.',
    counts: 'times',
  },
  containerExited: {
    name: 'Container exited',
    next: 'The program ended by itself. Its last log lines before that say why.',
    counts: 'times',
  },
  noInstance: {
    name: 'No instance available',
    next: 'Requests were turned away. Look at the maximum of instances, and at how long one takes to start.',
    counts: 'requests',
  },
  requestTimedOut: {
    name: 'Request timed out',
    next: 'Requests ran into the time limit of the service. Look for what they wait for.',
    counts: 'requests',
  },
  responseCut: {
    name: 'Response cut short',
    next: 'The program ended or ran out of time before the answer was whole. Look for crashes and slow streams.',
    counts: 'requests',
  },
  responseTooLarge: {
    name: 'Response too large',
    next: 'Cloud Run answers with at most 32 MiB over HTTP/1. Send less, or stream it.',
    counts: 'requests',
  },
  connectionClosed: {
    name: 'Connection closed',
    next: 'Instances hung up in the middle of requests. Look for crashes at the same time.',
    counts: 'requests',
  },
  imageNotStarted: {
    name: 'Image not started',
    next: 'Cloud Run could not start the image. Check its entry point and the processor it was built for.',
    counts: 'times',
  },
};
