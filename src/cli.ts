import { parseArgs } from 'node:util';
import { printBacktest } from './cli-backtest.ts';
import { printHistory } from './cli-history.ts';
import { printReplay } from './cli-replay.ts';
import { rollBackNow } from './cli-rollback.ts';

const USAGE = `From a terminal, also when Slack is away.

  npm run slipway -- rollback SERVICE ENV [to REVISION]
      Rolls a service back, also without Redis. It needs the catalog and your own Google credentials, nothing else.

  npm run slipway -- history SERVICE ENV
      Shows who did what and when in the live rollout, else in the last one. It needs Redis, nothing else.

  npm run slipway -- replay ROLLOUT [--judge-params NAME=VALUE,…] [--json]
      Makes the verdicts that changed a rollout again from the stored evidence, and shows differences (exit code 1); with
      other parameters of the judge also what would have come of them. It needs Redis, nothing else.

  npm run slipway -- backtest SERVICE ENV [--days 14] [--json]
      Replays the judge on the service's own past, split in two by lot, and tells how often it would have rolled back what
      was no worse. It needs the catalog and your own Google credentials, only reads, and tells nobody.
`;

const OPTIONS = {
  'judge-params': { type: 'string' },
  json: { type: 'boolean', default: false },
  days: { type: 'string', default: '14' },
} as const;

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

async function main(words: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS });
  const [verb, ...rest] = positionals;
  const done =
    (verb === 'rollback' && rollback(rest)) ||
    (verb === 'history' && history(rest)) ||
    (verb === 'backtest' && backtest(rest, { days: values.days, json: values.json })) ||
    (verb === 'replay' && replay(rest, { params: values['judge-params'] ?? null, json: values.json }));
  if (done) return done;
  say(USAGE);
  return 2;
}

/** Each is null where the words are not what it is asked with. */
function rollback([service, env, to, toRevision, ...more]: readonly string[]): Promise<number> | null {
  const isWhole = more.length === 0 && (to === undefined || (to === 'to' && toRevision !== undefined));
  return service && env && isWhole ? rollBackNow({ service, env, toRevision: toRevision ?? null }, say) : null;
}

function history([service, env, ...more]: readonly string[]): Promise<number> | null {
  return service && env && more.length === 0 ? printHistory({ service, env }, say) : null;
}

type Options = { readonly params: string | null; readonly json: boolean };

function replay([rolloutId, ...more]: readonly string[], options: Options): Promise<number> | null {
  return rolloutId && more.length === 0 ? printReplay({ rolloutId, ...options }, say) : null;
}

function backtest(
  [service, env, ...more]: readonly string[],
  options: { readonly days: string; readonly json: boolean },
): Promise<number> | null {
  return service && env && more.length === 0 ? printBacktest({ service, env, ...options }, say) : null;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
