import { type Operator, syntaxError } from './tokens.ts';

export const SEVERITIES = [
  'DEFAULT',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'ERROR',
  'CRITICAL',
  'ALERT',
  'EMERGENCY',
] as const;

export type Severity = (typeof SEVERITIES)[number];

/**
 * A test of one field's value. Text compares without case; severities by rank; times and durations (`"0.5s"`) as numbers.
 * A field that is not there satisfies only `!=` and `!~`.
 */
export function comparison(path: string[], operator: Operator, wanted: string): (value: unknown) => boolean {
  const field = path.at(-1) ?? '';
  const absent = operator === '!=' || operator === '!~';
  const test = presentTest(field, operator, wanted);
  return (value) => (value === undefined || value === null ? absent : test(value));
}

function presentTest(field: string, operator: Operator, wanted: string): (value: unknown) => boolean {
  if (operator === '=~' || operator === '!~') {
    const pattern = regularExpression(wanted);
    return (value) => pattern.test(asText(value)) === (operator === '=~');
  }
  const order = orderOf(field, wanted);
  if (order) return (value) => holds(order(value), operator);
  const lower = wanted.toLowerCase();
  if (operator === ':') return (value) => wanted === '*' || asText(value).toLowerCase().includes(lower);
  return (value) => {
    const text = asText(value).toLowerCase();
    if (operator === '=' || operator === '!=') return (text === lower) === (operator === '=');
    return holds(numberOf(text) - numberOf(lower), operator);
  };
}

/** How a value stands to the wanted one, for fields that have an order of their own. */
function orderOf(field: string, wanted: string): ((value: unknown) => number) | undefined {
  if (field === 'severity') {
    const rank = severityRank(wanted);
    return (value) => severityRank(asText(value)) - rank;
  }
  if (/^(receive_?)?timestamp$/i.test(field)) {
    const atMs = Date.parse(wanted);
    if (Number.isNaN(atMs)) throw syntaxError(`'${wanted}' is not a time`);
    return (value) => Number(value) - atMs;
  }
  return undefined;
}

function severityRank(severity: string) {
  const ranks: readonly string[] = SEVERITIES;
  const rank = ranks.indexOf(severity.toUpperCase());
  if (rank < 0) throw syntaxError(`'${severity}' is not a severity`);
  return rank;
}

/** Not a number compares as neither less nor more. */
function holds(difference: number, operator: Operator) {
  if (operator === '=' || operator === ':') return difference === 0;
  if (operator === '!=') return difference !== 0;
  if (operator === '>') return difference > 0;
  if (operator === '>=') return difference >= 0;
  if (operator === '<') return difference < 0;
  return difference <= 0;
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.replace(/s$/, '')));

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function regularExpression(source: string) {
  try {
    return new RegExp(source);
  } catch (cause) {
    throw Object.assign(syntaxError(`'${source}' is not a regular expression`), { cause });
  }
}
