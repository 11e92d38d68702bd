import { type Claim, claims } from './demo/claims.ts';
import { scenes } from './demo/scenes.ts';
import { startTown, type Town } from './town/town.ts';

const SERVICE = 'api-gateway';

/**
 * The main job, played by the people of the example workspace on real parts and printed as a person would read it. Exits 0
 * only if Cloud Run's own journal of writes shows what the thread says.
 */
async function main(): Promise<void> {
  const startedMs = Date.now();
  say('Starting Redis, an emulated Google and Slack, web and worker …');
  const town = await startTown({ services: [SERVICE], rps: 300, say });
  process.once('SIGINT', () => void town.stop().then(() => process.exit(130)));
  try {
    const played = await scenes(town, SERVICE, say);
    for (const card of played.cards) say(`\n${town.slack.workspace.printThread(card.channelId, card.ts)}`);
    const checked = claims(town, SERVICE, played);
    say(`\nWhat the emulated Cloud Run wrote down\n\n${journalText(town)}\n`);
    for (const claim of checked) say(claimText(claim));
    const broken = checked.filter(({ holds }) => !holds).length;
    const took = `${Math.round((Date.now() - startedMs) / 1000)} s`;
    say(broken === 0 ? `\nEvery claim held, in ${took}.` : `\n${broken} of ${checked.length} claims did not hold.`);
    process.exitCode = broken === 0 ? 0 : 1;
  } finally {
    await town.stop();
  }
}

function journalText({ google, serviceName }: Town): string {
  return google.model.run.journal
    .of(serviceName(SERVICE, 'prod'))
    .map(({ atMs, outcome, trafficAfter }) => {
      const split = trafficAfter
        .filter(({ percent }) => percent > 0)
        .map(({ revision, percent }) => `${revision} ${percent} %`);
      return `  ${new Date(atMs).toISOString().slice(11, 19)}  ${outcome.padEnd(9)}  ${split.join(', ')}`;
    })
    .join('\n');
}

function claimText({ holds, text, found }: Claim): string {
  return holds ? `  ✅ ${text}` : `  ❌ ${text}\n     found: ${found}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
