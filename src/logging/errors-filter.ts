/** Logging refuses longer ones. */
const MOST_CHARACTERS = 20_000;
/** What a page adds to it: the span. */
const SPAN_CHARACTERS = 100;

/** What the platform says of instances (out of memory, probes, exits) begins with a warning. */
const PLATFORM = '(log_id("run.googleapis.com/varlog/system") AND severity>=WARNING)';
/** A program that writes plain text has no severities: what it has to complain of goes to stderr. */
const PLAIN = '(log_id("run.googleapis.com/stderr") AND severity=DEFAULT)';

/**
 * One filter for the errors of all these services; the request log says that a request failed, this says why. In
 * Logging's filters OR binds tighter than AND, in everybody's head the other way round: hence the parentheses.
 */
export function errorsFilter(services: readonly string[]): string {
  const named = filterOf([`resource.labels.service_name=(${services.map((name) => `"${name}"`).join(' OR ')})`]);
  // Those of others are thrown away when they are counted.
  return named.length <= MOST_CHARACTERS - SPAN_CHARACTERS ? named : filterOf([]);
}

function filterOf(of: readonly string[]): string {
  return [
    'resource.type="cloud_run_revision"',
    ...of,
    'NOT log_id("run.googleapis.com/requests")',
    `(severity>=ERROR OR ${PLAIN} OR ${PLATFORM})`,
  ].join(' AND ');
}
