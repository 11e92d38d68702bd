import { behaviourNames } from './google/registry/behaviour.ts';
import { exampleUsers } from './slack/example-workspace.ts';
import { startTown } from './town/town.ts';

/** The town on a laptop: everything of Slipway's world on loopback, until Ctrl-C. */
const town = await startTown({ say });
say(`
The town is up. Nothing leaves this machine.

  Slack          ${town.slack.url}
  Google (gRPC)  ${town.google.grpcAddress}
  Services       ${town.google.httpUrl}   (POST /control/… for faults, outages, traffic)
  Catalog        ${town.catalogPath}
  Logs           ${town.folder}

  People         ${Object.keys(exampleUsers).join(', ')}
  Images         ${behaviourNames.join(', ')}, v1.0.0 to v1.4.0

Ctrl-C stops everything.`);

const leave = () => {
  say('Stopping …');
  void town.stop().then(() => process.exit(0));
};
process.once('SIGINT', leave);
process.once('SIGTERM', leave);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
