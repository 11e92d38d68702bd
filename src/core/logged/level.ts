import { type Fields, ranksOf, valuesBy } from './fields.ts';
import { textOf } from './json-field.ts';

/** `unsaid`: neither the entry nor its program says how bad it is. */
export type Level = 'error' | 'milder' | 'unsaid';

const SEVERE = new Set(['ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY']);

/** pino, bunyan, zap, logrus, slog, structlog, log4j, logback, ECS, Serilog, .NET, tracing, monolog, Python's json loggers. */
const LEVELS = ranksOf([
  'severity',
  'level',
  'levelname',
  'level_name',
  'log.level',
  '@l',
  'Level',
  'LogLevel',
  'logLevel',
  'loglevel',
  'lvl',
  'levelStr',
  'log_level',
  'severity_text',
  'SeverityText',
]);
const ERROR_WORD = /^(?:err(?:or)?|fatal|crit(?:ical)?|d?panic|alert|emerg(?:ency)?|severe|wtf)$/i;
const MILD_WORD =
  /^(?:trace|verbose|debug|fine|finer|finest|config|info(?:rmation(?:al)?)?|notice|warn(?:ing)?|silly|http|success|default)$/i;

/** What Cloud Logging was told. DEFAULT means that nobody told it. */
export function levelOfSeverity(severity: string): Level {
  if (SEVERE.has(severity)) return 'error';
  return severity === 'DEFAULT' || severity === '' ? 'unsaid' : 'milder';
}

/** What the program itself says, also where Cloud Run could make nothing of it. */
export function levelOfFields(fields: Fields): Level {
  for (const value of valuesBy(fields, LEVELS)) {
    const level = typeof value === 'number' ? levelOfNumber(value) : levelOfWord(textOf(value).trim());
    if (level !== 'unsaid') return level;
  }
  return 'unsaid';
}

export function levelOfWord(word: string): Level {
  if (ERROR_WORD.test(word)) return 'error';
  if (MILD_WORD.test(word)) return 'milder';
  return /^\d{2,5}$/.test(word) ? levelOfNumber(Number(word)) : 'unsaid';
}

/** pino and bunyan count 10…60 with 50 for error; monolog 100…600 with 400; logback 5,000…40,000. */
function levelOfNumber(level: number): Level {
  if (level >= 10 && level < 100) return level >= 50 ? 'error' : 'milder';
  if (level >= 100 && level <= 600) return level >= 400 ? 'error' : 'milder';
  if (level >= 5_000 && level <= 50_000) return level >= 40_000 ? 'error' : 'milder';
  return 'unsaid';
}
