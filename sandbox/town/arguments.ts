import { parseArgs } from 'node:util';

export type Wanted = {
  readonly port: number;
  readonly transport: 'http' | 'socket';
  readonly webs: number;
  readonly workers: number;
  readonly example: string;
  readonly isSlow: boolean;
};

/** What was typed after `npm run sandbox --`. `wrong` says what to type instead. */
export type Arguments =
  | { readonly kind: 'run'; readonly wanted: Wanted }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly because: string };

export const USAGE = `npm run sandbox -- [options]

  --http             Slack calls web, signed, as in production (default)
  --socket-mode      web opens sockets to Slack, as on a laptop
  --port PORT        where the page is; default 4400
  --webs N           how many web processes; default 1
  --workers N        how many workers; default 1
  --example NAME     another catalog: sandbox/examples/NAME.yml; default "default"
  --slow             logs and metrics as late, and Slack's limits as strict, as the real ones
  --help             this text`;

const OPTIONS = {
  http: { type: 'boolean' },
  'socket-mode': { type: 'boolean' },
  port: { type: 'string', default: '4400' },
  webs: { type: 'string', default: '1' },
  workers: { type: 'string', default: '1' },
  example: { type: 'string', default: 'default' },
  slow: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const MOST_PROCESSES = 8;

/** @param examples the names that `--example` may have */
export function readArguments(typed: readonly string[], examples: readonly string[]): Arguments {
  try {
    return judge(parse(typed), examples);
  } catch (error) {
    // parseArgs says what it does not know, then explains how to write it as a word of its own, which we have none of.
    return wrong(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function judge(values: ReturnType<typeof parse>, examples: readonly string[]): Arguments {
  if (values.help) return { kind: 'help' };
  const { example, slow: isSlow } = values;
  const complaints = [
    values.http && values['socket-mode'] ? 'Choose --http or --socket-mode, not both' : null,
    wrongNumber('port', values.port, 0, 65_535),
    wrongNumber('webs', values.webs, 1, MOST_PROCESSES),
    wrongNumber('workers', values.workers, 1, MOST_PROCESSES),
    examples.includes(example) ? null : `There is no example "${example}"; there are: ${examples.join(', ')}`,
  ].filter((complaint) => complaint !== null);
  if (complaints.length > 0) return wrong(complaints.join('\n'));
  const [port, webs, workers] = [Number(values.port), Number(values.webs), Number(values.workers)];
  const transport = values['socket-mode'] ? 'socket' : 'http';
  return { kind: 'run', wanted: { port, transport, webs, workers, example, isSlow } };
}

function parse(typed: readonly string[]) {
  return parseArgs({ args: [...typed], options: OPTIONS, strict: true }).values;
}

function wrongNumber(option: string, typed: string, least: number, most: number): string | null {
  const isFine = /^\d+$/.test(typed) && Number(typed) >= least && Number(typed) <= most;
  return isFine ? null : `--${option} takes a number from ${least} to ${most}, not "${typed}"`;
}

function wrong(because: string): Arguments {
  return { kind: 'wrong', because };
}
