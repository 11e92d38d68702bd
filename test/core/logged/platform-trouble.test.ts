import { expect, test } from 'vitest';
import type { PlatformTrouble } from '../../../src/core/logged/logged-error.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry, STDERR, SYSTEM } from '../patterns/log-entries.ts';

const REQUESTS = 'run.googleapis.com/requests';
const AUDIT = 'cloudaudit.googleapis.com/system_event';

const told = (text: string, log: string, severity = 'WARNING') =>
  loggedErrors([entry(text, { log, severity, instance: null })], redact)[0];

test.each<[PlatformTrouble, string, string, string[]]>([
  [
    'outOfMemory',
    SYSTEM,
    'Memory limit of 512 MiB exceeded with 530 MiB used. Consider increasing the memory limit.',
    [],
  ],
  [
    'outOfMemory',
    REQUESTS,
    'While handling this request, the container instance was found to be using too much memory and was terminated.',
    [],
  ],
  ['outOfMemory', SYSTEM, 'Container terminated on signal 9.', ['signal 9']],
  [
    'startUpProbeFailed',
    SYSTEM,
    'Default STARTUP TCP probe failed 1 time consecutively for container "api-1" on port 8080. The instance was not started.',
    [],
  ],
  [
    'livenessProbeFailed',
    SYSTEM,
    'LIVENESS HTTP probe failed 3 times consecutively for container "api-1" on port 8080 path "/live". The instance has been shut down.',
    [],
  ],
  [
    'readinessProbeFailed',
    SYSTEM,
    'READINESS HTTP probe failed 2 times consecutively for container "api-1" on port 8080 path "/ready".',
    [],
  ],
  ['containerExited', SYSTEM, 'Container called exit(1).', ['exit 1']],
  ['containerExited', SYSTEM, 'Container terminated on signal 11.', ['signal 11']],
  ['containerExited', SYSTEM, 'Uncaught signal: 6, pid=1, tid=1, fault_addr=0.', ['signal 6']],
  ['noInstance', REQUESTS, 'The request was aborted because there was no available instance.', []],
  [
    'requestTimedOut',
    REQUESTS,
    'The request has been terminated because it has reached the maximum request timeout. To change this limit, see the documentation.',
    [],
  ],
  [
    'responseCut',
    SYSTEM,
    'Truncated response body. Usually implies that the request timed out or the application exited before the response was finished.',
    [],
  ],
  ['responseTooLarge', REQUESTS, 'Response size was too large. Please consider reducing response size.', []],
  [
    'connectionClosed',
    REQUESTS,
    'HTTP 503: The request failed because either the HTTP response was malformed or connection to the instance had an error.',
    ['status 503'],
  ],
  [
    'imageNotStarted',
    AUDIT,
    'Ready condition status changed to False for Revision api-00042-abc with message: The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable.',
    [],
  ],
  ['imageNotStarted', REQUESTS, 'The request failed because the instance could not start successfully.', []],
])('%s in %s: %s', (platform, log, text, codes) => {
  expect(told(text, log)).toMatchObject({ platform, codes, stack: null, message: text });
});

test.each([
  ['a container that was asked to end', SYSTEM, 'Container called exit(0).'],
  ['a container that ended on SIGTERM', SYSTEM, 'Container called exit(143).'],
  ['an instance that starts', SYSTEM, 'Starting new instance. Reason: AUTOSCALING'],
  [
    'a probe that succeeds',
    SYSTEM,
    'Default STARTUP TCP probe succeeded after 1 attempt for container "api-1" on port 8080.',
  ],
])('nothing wrong: %s', (_, log, text) => {
  expect(told(text, log, 'INFO')).toBeUndefined();
});

test('what the container itself writes is not the word of the platform', () => {
  expect(told('Memory limit of 512 MiB exceeded with 530 MiB used.', STDERR, 'ERROR')?.platform).toBeNull();
});

test('what the platform calls an error is one, though we have no name for it', () => {
  expect(told('Cloud SQL connection failed.', SYSTEM, 'ERROR')).toMatchObject({ platform: null });
});
