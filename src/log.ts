import { type Logger, pino, stdSerializers } from 'pino';
import { redactWhole } from './core/redaction/redact.ts';

type Destination = { readonly write: (line: string) => void };

/** Google's LogSeverity for pino's levels. */
const SEVERITY: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const SECRET_FIELDS = ['token', 'botToken', 'appToken', 'signingSecret', 'authorization', 'cookie', 'responseUrl'];

/** Slack's tokens, bearer tokens, response URLs and passwords in URLs, wherever they turn up in a line. */
const SECRETS =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|Bearer [\w.~+/=-]+|https:\/\/hooks\.slack\.com\/[^"\\\s]+|(?<=:\/\/[^"\\\s/@]*:)[^"\\\s/@]+(?=@)/g;

/**
 * One JSON line per event, as Cloud Logging reads it; to standard output unless told otherwise.
 * Log ids and numbers, `{ err }` for what was thrown; never a whole payload.
 */
export function createLog(options: {
  readonly level: string;
  readonly process: 'web' | 'worker' | 'cli';
  readonly destination?: Destination;
}): Logger {
  const out = options.destination ?? pino.destination(1);
  return pino(
    {
      level: options.level,
      base: { process: options.process },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
      formatters: { level: (label) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }), log: withStackTrace },
    },
    // Errors carry what other people wrote, so the finished line is searched too.
    { write: (line: string) => out.write(withoutSecrets(line.replace(SECRETS, '[redacted]'))) },
  );
}

/** Error Reporting groups by `stack_trace`, which here holds the causes too. */
function withStackTrace(fields: Record<string, unknown>): Record<string, unknown> {
  const { err } = fields;
  return err instanceof Error ? { ...fields, stack_trace: stdSerializers.err(err).stack } : fields;
}

/** As a whole, so that names tell of their values; text by text where half of the line went with what was found in it. */
function withoutSecrets(line: string): string {
  const shown = redactWhole(line);
  if (shown === line || isJson(shown)) return shown;
  return `${JSON.stringify(JSON.parse(line, (_, value) => (typeof value === 'string' ? redactWhole(value) : value)))}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
