import { keepEvidence } from './chaos/keep-evidence.ts';
import { chaosFigures } from './chaos/report.ts';
import { type Ran, withChaos } from './chaos/run.ts';
import { readOptions } from './measure/options.ts';
import { finish, resultLine, say } from './measure/result.ts';

const { kills, minutes, seed, settleS } = readOptions({ kills: 20, minutes: 1, seed: 1, settleS: 240 });

/** A dead worker's job comes back after 15 to 25 s; what takes longer is worth a look. */
const SLOW_MS = 26_000;

/**
 * Rollouts of people who work in Slack, while processes are killed, Redis is cut off, Cloud Run and Slack fail and somebody
 * uses gcloud. What got lost, doubled or left half done is counted from what Cloud Run and Slack wrote down themselves.
 */
async function main(): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => stopping.abort(new Error(signal)));
  say(`At least ${kills} kills and ${minutes} min, seed ${seed} …`);
  const wanted = { kills, minutes, seed, settleS, say, signal: stopping.signal };
  const { figures, findings, resumes } = await withChaos(wanted, reported);
  for (const { rolloutId, kind, atMs, tookMs, isHitTwice } of resumes) {
    const why = isHitTwice ? ', hit a second time meanwhile' : '';
    if (tookMs > SLOW_MS)
      say(`${rolloutId} went on ${tookMs} ms after ${kind} at ${new Date(atMs).toISOString()}${why}`);
  }
  for (const finding of findings) say(finding);
  process.stdout.write(resultLine(figures));
}

/** While Cloud Run and Slack still stand. */
function reported(ran: Ran): ReturnType<typeof chaosFigures> {
  const report = chaosFigures(ran, { seed, minutes });
  say(`Logs, journals and threads are kept in ${keepEvidence(ran, seed)}`);
  return report;
}

finish(main());
