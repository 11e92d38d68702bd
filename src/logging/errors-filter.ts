/** Logging refuses longer ones. */
const MOST_CHARACTERS = 20_000;
/** What a page adds to it: the span. */
const SPAN_CHARACTERS = 100;

/** What the platform says of instances (out of memory, probes, exits) begins with a warning. */
const PLATFORM = '(log_id("run.googleapis.com/varlog/system") AND severity>=WARNING)';
/** That a request failed, the request log says; where the platform ended it, also why. */
const ENDED = '(log_id("run.googleapis.com/requests") AND severity>=WARNING AND textPayload:*)';
const SEVERE = '(severity>=ERROR AND NOT log_id("run.googleapis.com/requests"))';
/** A program that writes plain text has no severities: what it has to complain of goes to stderr. */
const PLAIN = '(log_id("run.googleapis.com/stderr") AND severity=DEFAULT)';

/** Where loggers that know nothing of Google say how bad it is: Cloud Run leaves what they write without severity. */
const LEVEL_FIELDS = [
  'level',
  'Level',
  'levelname',
  'level_name',
  'log_level',
  'log.level',
  '"log.level"',
  '"@l"',
  'lvl',
  'LogLevel',
];
const LEVEL_WORDS = [
  'err',
  'error',
  'fatal',
  'crit',
  'critical',
  'panic',
  'dpanic',
  'alert',
  'emerg',
  'emergency',
  'severe',
];
const LEVELED = `(severity=DEFAULT AND (${[
  ...LEVEL_FIELDS.map((field) => `jsonPayload.${field}=${anyOf(LEVEL_WORDS)}`),
  // pino and bunyan count to 60, monolog to 600, logback to 40 000.
  '(jsonPayload.level>=50 AND jsonPayload.level<100)',
  '(jsonPayload.level>=400 AND jsonPayload.level<=600)',
  'jsonPayload.level>=40000',
].join(' OR ')}))`;

/**
 * One filter for the errors of all these services: what says why requests fail, not that they do. In Logging's filters OR
 * binds tighter than AND, in everybody's head the other way round: hence the parentheses.
 */
export function errorsFilter(services: readonly string[]): string {
  const named = filterOf([`resource.labels.service_name=${anyOf(services)}`]);
  // Those of others are thrown away when they are counted.
  return named.length <= MOST_CHARACTERS - SPAN_CHARACTERS ? named : filterOf([]);
}

function filterOf(of: readonly string[]): string {
  return [
    'resource.type="cloud_run_revision"',
    ...of,
    `(${[SEVERE, PLAIN, PLATFORM, ENDED, LEVELED].join(' OR ')})`,
  ].join(' AND ');
}

function anyOf(texts: readonly string[]): string {
  return `(${texts.map((text) => `"${text}"`).join(' OR ')})`;
}
