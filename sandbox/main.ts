import { relative } from 'node:path';
import { readArguments, USAGE, type Wanted } from './town/arguments.ts';
import { exampleNames, exampleText } from './town/examples.ts';
import { writeGcloudFile } from './town/gcloud-file.ts';
import { isFree, takenWords } from './town/port-owner.ts';
import type { Sandbox } from './town/sandbox.ts';
import { welcome } from './town/welcome.ts';

/** Long enough to read along, short enough to wait for; Cloud Run takes its time too, so that one can watch it. */
const EASY = {
  times: { bakeMs: 15_000, lookEveryMs: 1_000, minRequests: 20 },
  factor: 60,
  google: { timings: { readyMs: 1_500, routeMs: 700, drainMs: 300 } },
};
/** Google's metrics take minutes to come, so phases do too. */
const SLOW = {
  times: { bakeMs: 300_000, lookEveryMs: 10_000, minRequests: 300 },
  factor: 1,
  // A stopped instance is gone within the second that the short catalogs give it (`stopGrace`).
  google: { timings: { readyMs: 15_000, routeMs: 5_000, drainMs: 900 } },
};
/** Enough for a canary of 5 % to be judged in a phase of seconds. */
const REQUESTS_PER_SECOND = 150;

/** npm passes on the Ctrl-C that the terminal told us of already. */
const SAME_PRESS_MS = 500;

const EXIT = { fine: 0, cannotStart: 1, wrongArguments: 2, forced: 130 } as const;

const read = readArguments(process.argv.slice(2), exampleNames());
switch (read.kind) {
  case 'help':
    say(USAGE);
    break;
  case 'wrong':
    say(`${read.because}\n\n${USAGE}`);
    process.exitCode = EXIT.wrongArguments;
    break;
  case 'run':
    await run(read.wanted);
}

/** The town on a laptop: everything of Slipway's world on loopback, until Ctrl-C. */
async function run(wanted: Wanted): Promise<void> {
  if (wanted.port !== 0 && !(await isFree(wanted.port))) {
    say(await takenWords(wanted.port));
    process.exit(EXIT.cannotStart);
  }
  const leaving = new AbortController();
  let sandbox: Sandbox | null = null;
  let firstAskedMs: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave());
  try {
    sandbox = await start(wanted, leaving.signal);
  } catch (error) {
    if (leaving.signal.aborted) process.exit(EXIT.fine);
    say(await whyNot(error, wanted.port));
    process.exit(EXIT.cannotStart);
  }
  if (leaving.signal.aborted) {
    await sandbox.stop();
    process.exit(EXIT.fine);
  }

  function leave(): void {
    const isAgain = firstAskedMs !== null;
    firstAskedMs ??= performance.now();
    if (isAgain && performance.now() - firstAskedMs < SAME_PRESS_MS) return;
    leaving.abort(new Error('the sandbox was asked to stop'));
    if (!isAgain) say('\nStopping … (Ctrl-C again ends everything at once)');
    // While it starts, whoever starts it hears of the signal and stops what is there.
    if (sandbox === null) return;
    if (isAgain) process.exitCode = EXIT.forced;
    void (isAgain ? sandbox.kill9() : sandbox.stop()).finally(() => process.exit());
  }
}

async function start(wanted: Wanted, signal: AbortSignal): Promise<Sandbox> {
  const { times, factor, google } = wanted.isSlow ? SLOW : EASY;
  // Half a second of modules, which who only mistyped a flag need not wait for.
  const { openSandbox } = await import('./town/sandbox.ts');
  const sandbox = await openSandbox({
    port: wanted.port,
    webs: wanted.webs,
    workers: wanted.workers,
    socketMode: wanted.transport === 'socket',
    catalogText: exampleText(wanted.example, times),
    factor,
    google,
    rps: REQUESTS_PER_SECOND,
    say,
    signal,
  });
  const { pageUrl, town } = sandbox;
  const { catalog, slack } = town;
  const logs = `${relative(process.cwd(), town.folder)}/*.log`;
  const gcloud = relative(process.cwd(), writeGcloudFile(town));
  const isColoured = process.stdout.hasColors?.() ?? false;
  const readyMs = performance.now();
  say(
    welcome({
      pageUrl,
      readyMs,
      transport: wanted.transport,
      logs,
      gcloud,
      catalog,
      workspace: slack.workspace,
      isColoured,
    }),
  );
  return sandbox;
}

/** Somebody may have taken the port since it was looked at. */
async function whyNot(error: unknown, port: number): Promise<string> {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return takenWords(port);
  return `The town does not start: ${error instanceof Error ? error.message : String(error)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
