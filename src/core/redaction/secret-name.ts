import type { Suspicion } from './secret-value.ts';

/** Last words of names whose value is a secret however it looks. */
const SURELY =
  /(?:password|passwd|passwrt|passwort|passphrase|passcode|pwd|secret|credential|privatekey|secretkey|authtoken)s?$|^(?:pw|pin|otp|totp|cvv|cvc|ssn)$/;
/** And of those whose value may also be a kind, a count or an outcome. */
const LIKELY =
  /(?:token|apikey|accesskey|accountkey|sharedkey|signingkey|encryptionkey|masterkey|authkey|hashkey|sessionid|sessid|cookie|signature|sharedaccesssignature)s?$|^(?:pass|pin|jwt|sid|sig|auth|csrf|xsrf|hmac|sas|psk)$/;
/** Mostly they name an id that opens nothing, or a thing that has a secret. */
const PERHAPS = /^(?:session|nonce|salt|ticket|assertion)s?$/;
const KEYS = /^(?:key|keys)$/;
/** With "key" after them they name a secret, as in `api_key` and `x-functions-key`. */
const OF_KEYS =
  /^(?:api|access|account|auth|app|application|subscription|license|service|storage|function|functions|host|deploy|webhook|write|admin|dd|datadog|stripe|sendgrid|twilio|mailgun|openai|anthropic|heroku|vault|shopify|google|azure|client|server|consumer|sentry|newrelic|algolia|integration|routing|rest|jwt|session|cookie|hmac|ssh|rsa|gpg|pgp|wireguard)$/;
const OF_SECRET_KEYS = /^(?:private|secret|signing|encryption|master|shared|symmetric|decryption)$/;
/** After a telling word they say that the value is about a secret, not one. */
const ABOUT =
  /^(?:name|names|file|filename|path|dir|count|total|type|kind|length|len|size|version|url|uri|endpoint|expiry|expiration|expires|expire|ttl|age|at|in|on|enabled|disabled|required|policy|status|state|hint|field|header|label|source|store|provider|manager|service|issuer|limit|limits|usage|used|budget|class|method|algorithm|alg|format|prefix|scope|scopes|valid|attempts|retries|reset|changed|date|time|arn|ref|number|index|position|ip|ips|mode|strategy|handler|filter|validator|request|response|error|errors|fail|failed|failure|ok|success)$/;
/** Ids that open something. */
const OPENING_IDS = /^(?:session|secret|token|access|key|role)$/;
/** They add nothing: `tokenValue`, `password_confirmation`, `secret1`. */
const FILLERS =
  /^(?:value|raw|plain|plaintext|text|string|str|param|current|new|old|previous|next|confirm|confirmation|again|b64|base|base64|encoded|hash|data|env|var|v)$/;

const MOST_WORDS = 8;

/** What a name tells of its value, written in any way: `DB_PASSWORD`, `clientSecret`, `X-Api-Key`; null: nothing. */
export function suspicionOf(name: string): Suspicion | null {
  const words = wordsOf(name);
  while (words.length > 1 && FILLERS.test(words.at(-1) ?? '')) words.pop();
  const [before = '', last = ''] = ['', ...words].slice(-2);
  return byLast(words, last, before) ?? (ABOUT.test(last) ? null : byOthers(words, before));
}

function byLast(words: readonly string[], last: string, before: string): Suspicion | null {
  if (SURELY.test(last)) return 'surely';
  if (LIKELY.test(last)) return 'likely';
  if (PERHAPS.test(last)) return 'perhaps';
  if (KEYS.test(last)) return ofKey(words, before);
  return last === 'id' && OPENING_IDS.test(before) ? 'likely' : null;
}

/** `secretOfDatabase`, `tokenData2`. */
function byOthers(words: readonly string[], before: string): Suspicion | null {
  if (words.at(-1) === 'id') return null;
  if (words.some((word) => SURELY.test(word))) return 'likely';
  return words.some((word) => LIKELY.test(word)) || OF_KEYS.test(before) ? 'perhaps' : null;
}

function ofKey(words: readonly string[], before: string): Suspicion {
  if (OF_SECRET_KEYS.test(before) || words.includes('secret')) return 'surely';
  return OF_KEYS.test(before) ? 'likely' : 'perhaps';
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]{1,64}/)
    .filter((word) => word !== '')
    .slice(-MOST_WORDS);
}
