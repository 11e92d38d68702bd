/** A frame of a stack trace without what moves with every build: no line, no column, no address, no hash. */
export type Frame = { readonly function: string; readonly file: string; readonly isOwn: boolean };

/** The root cause of a trace; its frames innermost first. */
export type StackTrace = {
  readonly language: 'node' | 'python' | 'go' | 'java' | 'rust' | 'dotnet' | 'ruby' | 'php';
  /** E.g. `TypeError`, `panic`; empty where the trace names none. */
  readonly type: string;
  readonly message: string;
  readonly frames: readonly Frame[];
};

/** What Cloud Run itself says of an instance or a request; each has one name, whatever words it was said in. */
export const PLATFORM_TROUBLES = [
  'outOfMemory',
  'startUpProbeFailed',
  'livenessProbeFailed',
  'readinessProbeFailed',
  'containerExited',
  'noInstance',
  'requestTimedOut',
  'responseCut',
  'responseTooLarge',
  'connectionClosed',
  'imageNotStarted',
] as const;
export type PlatformTrouble = (typeof PLATFORM_TROUBLES)[number];

/** One error as a person would count it: an entry, or the lines of a trace joined again. Every text in it is redacted. */
export type LoggedError = {
  /** Of its first entry. */
  readonly insertId: string;
  readonly atMs: number;
  readonly revision: string;
  readonly instance: string | null;
  /** Errors with the same value belong to one request: its trace, else instance and second. */
  readonly request: string;
  /** What went wrong, without the stack: the message that is mined. */
  readonly message: string;
  /** Codes that are part of what went wrong, of few different values: `ECONNREFUSED`, `status 503`; empty mostly. */
  readonly codes: readonly string[];
  readonly stack: StackTrace | null;
  readonly platform: PlatformTrouble | null;
  /** All of it as it was written, clipped. */
  readonly example: string;
};
