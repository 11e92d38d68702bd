import type { LogEntry } from '../../src/core/logged/entry.ts';
import type { ErrorLog } from '../../src/ports/cloud.ts';
import { FollowedLog } from './followed-log.ts';

/** What the services of a project, and the platform, log as errors. */
export class LoggedEntries extends FollowedLog<LogEntry, readonly string[]> {
  /** An error that is written just now; its entry arrives `lateMs` later. */
  err(text: string, change: Partial<LogEntry> = {}, lateMs = 0): LogEntry {
    return this.write(this.entry(text, change), lateMs);
  }

  /** An entry that has not arrived yet. */
  entry(text: string, change: Partial<LogEntry> = {}): LogEntry {
    return {
      ...{ insertId: this.nextId(), atMs: this.now(), service: 'api-gateway', region: 'europe-west1' },
      ...{ revision: 'canary', instance: 'i-1', trace: null, severity: 'ERROR' },
      ...{ log: 'run.googleapis.com/stderr', payload: { text }, ...change },
    };
  }

  readonly errorLog: ErrorLog = {
    follow: (_project, services, { onEntries, ...hear }, signal) =>
      this.follow(services, { ...hear, onItems: onEntries }, signal),
    page: async (_project, services, { fromMs, untilMs }) => {
      const found = this.list(services, { fromMs, untilMs }).filter(({ atMs }) => atMs < untilMs);
      const entries = found.toReversed().slice(0, this.pageSize);
      const oldest = entries.length < this.pageSize ? undefined : entries.at(-1);
      return { entries, moreUntilMs: oldest ? Math.floor(oldest.atMs) + 1 : null };
    },
  };

  protected isWanted(entry: LogEntry, services: readonly string[]): boolean {
    return services.includes(entry.service) && isError(entry);
  }
}

function isError({ log, severity, payload }: LogEntry): boolean {
  if (log === 'run.googleapis.com/requests') return severity !== 'INFO' && 'text' in payload;
  if (severity === 'DEFAULT' && 'json' in payload && LEVEL_FIELDS.some((field) => isSevere(payload.json[field])))
    return true;
  const isPlain = log === 'run.googleapis.com/stderr' && severity === 'DEFAULT';
  const isPlatform = log === 'run.googleapis.com/varlog/system' && severity === 'WARNING';
  return ['ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'].includes(severity) || isPlain || isPlatform;
}

const LEVEL_FIELDS = ['level', 'log.level', '@l'];

/** What the common loggers call an error, by word or by number. */
function isSevere(level: unknown): boolean {
  if (typeof level === 'number') return (level >= 50 && level < 100) || (level >= 400 && level <= 600);
  return typeof level === 'string' && /^(error|fatal)$/i.test(level);
}
