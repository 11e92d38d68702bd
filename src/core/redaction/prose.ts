import { suspicionOf } from './secret-name.ts';
import { isSaidOfSecrets, isSecretValue, looksRandom } from './secret-value.ts';
import { type Rule, stepOf } from './step.ts';

const NAME =
  'passw(?:or)?d|passphrase|passcode|pwd|secret|token|(?:api|access|secret|auth|account|license)[ _-]?key|key|credential|pin|otp';
const FILLER = '(?:\\s{1,2}(?:is|was|of|provided|supplied|given|used|received|value|to|=)){0,2}:?\\s{1,3}';
const QUOTE = '\\\\{0,7}["\'`]';

/** `password 'x'`, `API key was "x"`, `token abc123…`: sentences and SQL. */
const SENTENCES: readonly Rule[] = [
  {
    pattern: new RegExp(`((?:\\b|_)(${NAME})s?${FILLER}\\(?)(${QUOTE})([^"'\`\\n\\\\]{3,512})(?=${QUOTE}|$)`, 'gi'),
    mask: ([, start = '', name = '', quote = '', value = '']) =>
      isQuotedSecret(name, value) && !/unexpected\s/i.test(start) ? `${start}${quote}[password]` : null,
  },
  {
    pattern: new RegExp(`(\\b(${NAME})s?${FILLER})([^\\s"'\`<>,;(){}[\\]]{6,512})`, 'gi'),
    mask: ([, start, name = '', value = '']) => (isBareSecret(name, value) ? `${start}[password]` : null),
  },
  {
    pattern: /(\bidentified\s(?:with\s\S{1,40}\s)?by\s{1,3}["'])([^"'\n]{1,256})/gi,
    mask: ([, start]) => `${start}[password]`,
  },
  {
    pattern: /(Duplicate entry ')([^'\n]{1,512})(' for key '([^'\n]{1,128}))/g,
    mask: ([, start, , rest, key = '']) => (namesSecret(key) ? `${start}[password]${rest}` : null),
  },
];

/** `--password x`, `-u user:x`, and the short flags of programs that take a password. */
const COMMANDS: readonly Rule[] = [
  {
    pattern:
      /((?<![\w-])--?([a-z][\w.-]{1,60})\\{0,3}["']?,?\s{1,3}\\{0,3}["']?)([^\s"',;&})\]\\-][^\s"',;\\]{2,1024})/gi,
    mask: ([, start, name = '', value = '']) => (isFlagged(name, value) ? `${start}[password]` : null),
  },
  {
    pattern:
      /((?:\s|["'])(?:-u|-U|--user|--proxy-user)["']?(?:,\s{0,2}|=|\s{0,3})["']?)([^\s:"'/]{1,128}):([^\s"'/][^\s"']{1,256})/g,
    mask: ([, start]) => `${start}[password]`,
  },
  {
    pattern:
      /(\b(?:mysql\w{0,8}|mariadb\w{0,8}|sshpass|docker login|redis-cli|mongo\w{0,8}|plink|ldap\w{2,8}|rabbitmqadmin|sqlcmd)\b[^\n|]{0,120}?\s(?:-p|-a\s|-w\s|-P\s)\s?["']?)([^\s"'-][^\s"']{2,256})/g,
    mask: ([, start]) => `${start}[password]`,
  },
];

function namesSecret(key: string): boolean {
  return key.split(/[.\s]/).some((part) => /passw|token|secret|api_?key|session/i.test(part));
}

/** Names of Kubernetes' secrets stand in quotes too. */
function isQuotedSecret(name: string, value: string): boolean {
  if (/^secret/i.test(name) && /^[a-z0-9./-]*$/.test(value)) return looksRandom(value);
  if (/^key$/i.test(name)) return looksRandom(value);
  return isSecretValue(suspicionOf(name) ?? 'perhaps', value);
}

/** Without a quote it must look like a secret: letters and digits together, or signs that words do not have. */
function isBareSecret(name: string, value: string): boolean {
  const bare = value.replace(/[.:!?]{1,3}$/, '');
  if (
    isSaidOfSecrets(bare) ||
    /^(?:v?\d{1,4}(?:\.\d{1,4})+|[a-z]+:\/\/.*|[./~].*|0x.*|#?\d+|\d[\d:.,-]*[a-z%]{0,3})$/i.test(bare)
  )
    return false;
  const suspicion = suspicionOf(name);
  if (suspicion === 'surely' && !/^(?:secret|credential)/i.test(name)) return /\d/.test(bare) && /[a-z]/i.test(bare);
  const isMixed = /\d/.test(bare) && /[a-z]/i.test(bare);
  if (suspicion === 'likely')
    return bare.length >= 10 && isMixed && /^[\w+/=.~-]+$/.test(bare) && isSecretValue('likely', bare);
  return looksRandom(bare);
}

function isFlagged(name: string, value: string): boolean {
  const suspicion = suspicionOf(name);
  return suspicion !== null && suspicion !== 'perhaps' && isSecretValue(suspicion, value);
}

export const sentences = stepOf(
  /passw|phrase|passcode|pwd|secret|token|key|credential|identified|pin |otp /i,
  SENTENCES,
);
export const commandLines = stepOf(/(?<![\w-])--?[a-z]/i, COMMANDS);
