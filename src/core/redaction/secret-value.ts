const SAYS_NO_VALUE =
  /^(?:.{1,128}=\[cookie\]?|true|false|null|nil|none|undefined|nan|empty|blank|set|unset|yes|no|n\/a|default|\*+|x{3,}|\.{3}|…|-+|<[\w -]*>|\[(?:[\w.& ]{0,24}(?:key|token|password|hash)|email|card|IBAN|SSN|phone|IP|JWT|cookie|redacted)\]?|\$?\{{1,2}[\w .:-]+\}{0,2}|\$[A-Z_]+|%[a-z]|\(.{0,20}\)|string|str|text|bytes?|char|varchar|integer|int|number|boolean|bool|object|optional|any|redacted|hidden|masked|filtered|removed|secret|password)$/i;

/** First words of sentences such as "token: expired at noon". */
const SAYS_WHAT_HAPPENED = new RegExp(
  `^(?:${[
    'missing|invalid|expired|expires|required|requires|failed|fails|failure|error|denied|wrong|mismatch|mismatched|incorrect|malformed',
    'provided|rejected|unauthorized|unauthenticated|timeout|timed|verification|verified|authentication|authorization|refused|revoked',
    'not|no|is|are|was|were|has|have|had|must|should|shall|cannot|can|could|may|might|will|would|does|did|do|be|been|being',
    'a|an|the|this|that|it|its|your|our|their|for|from|of|at|in|on|by|to|with|without|and|or|but|if|when|than|then|because|since|after|before',
    'too|must|least|only|already|found|unknown|unexpected|unsupported|unable|given|changed|reset|updated|created|generated|loaded|issued|used',
    'valid|ok|accepted|successful|successfully|success|please|use|using|see|check|bad|old|new|same|empty|cache|store|service|manager|provider',
  ].join('|')})(?=$|[\\s.,!:])`,
  'i',
);

/** A word about a secret, or the place of one: "expired", `null`, `${TOKEN}`, `[password]`. */
export function isSaidOfSecrets(value: string): boolean {
  return SAYS_NO_VALUE.test(value) || SAYS_WHAT_HAPPENED.test(value);
}

/**
 * How sure a name makes it that its value is a secret. `surely`: however it looks; `likely`: unless it looks like a word or
 * a count; `perhaps`: where it is random.
 */
export type Suspicion = 'surely' | 'likely' | 'perhaps';

/** Whether the value beside a telling name is a secret, and not a word about one. */
export function isSecretValue(suspicion: Suspicion, value: string): boolean {
  if (isSaidOfSecrets(value)) return false;
  switch (suspicion) {
    case 'surely':
      return value.length >= 3;
    case 'likely':
      return value.length >= 6 && !isWords(value) && !isCount(value) && !isConstructed(value) && !isPath(value);
    case 'perhaps':
      return looksRandom(value);
  }
}

/** Words as people and programs write them: `refresh-token`, `NOT_FOUND`, `application/json`, `com.apple.xpc/4505`. */
function isWords(value: string): boolean {
  if (/^[a-z]+(?:\.[a-z][a-z\d-]*){2,}[\w/.:-]{0,40}$/i.test(value)) return true;
  if (/^[a-z]+(?:[-_./][a-z]+)*[-_./]v?\d{1,4}$/i.test(value)) return true;
  if (!/^[a-z]+(?:[-_ ./:][a-z]+)*[.!?:]?$/i.test(value) || value.length >= 40) return false;
  return value.length < 16 || /[-_ ./:]/.test(value);
}

function isCount(value: string): boolean {
  return /^[+-]?[\d.,_]{1,12}(?:e[+-]?\d+)?(?:%|ms|s|m|h|d|[kmg]?b)?$/i.test(value);
}

/** What programs print of an object: `Token{kind: …`, `TokenFilter@1f2e3d`, `0x7ffe…`. */
function isConstructed(value: string): boolean {
  return /^[A-Za-z][\w.$]*[({[<]|^[\w.$]*[A-Z]\w*@[0-9a-f]{4,16}$|^0x[0-9a-f]{1,16}$/.test(value);
}

function isPath(value: string): boolean {
  return (
    /^(?:\.{0,2}\/|[a-z]+:\/\/|projects\/|arn:|[A-Z]:\\)/.test(value) && !/[?&]/.test(value) && !looksRandom(value)
  );
}

const DIGEST = /^(?:sha\d+[-:])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const SHORTEST_RANDOM = 16;

/** Letters and digits as dice throw them; not the digests, ids and names of programs, which an incident needs. */
export function looksRandom(value: string): boolean {
  if (value.length < SHORTEST_RANDOM || DIGEST.test(value) || UUID.test(value)) return false;
  const separators = value.match(/[/_~.-]/g)?.length ?? 0;
  if (!/^[\w+/=~.-]+$/.test(value) || separators > value.length / 8) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  return kinds === 3 && changes(value) >= 0.35 && !/[a-z]{11}|[A-Z]{11}/.test(value);
}

/** The share of neighbours of different kind: some 0.6 of random text, 0.2 of names in camel case. */
function changes(value: string): number {
  let count = 0;
  for (let index = 1; index < value.length; index += 1) {
    if (kindOf(value.charCodeAt(index)) !== kindOf(value.charCodeAt(index - 1))) count += 1;
  }
  return count / (value.length - 1);
}

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 1;
  if (code >= 65 && code <= 90) return 2;
  return code >= 48 && code <= 57 ? 3 : 4;
}
