import { ALNUM, BASE64, DIGITS, type Dice, HEX, LOWER, UPPER, URL_SAFE } from './dice.ts';
import { cardNumber, iban, mailAddress, phoneNumber, socialNumber } from './people.ts';

/**
 * A kind of secret. `look`: known wherever it stands. `name`: known by the names it is given, of which one is taken.
 * `text` is what must not be seen.
 */
export type Kind =
  | { readonly kind: string; readonly by: 'look'; readonly make: (dice: Dice) => string }
  | {
      readonly kind: string;
      readonly by: 'name';
      readonly names: readonly [string, ...string[]];
      readonly make: (dice: Dice) => string;
    };

const looks: Readonly<Record<string, (dice: Dice) => string>> = {
  'private key': (dice) => `-----BEGIN RSA PRIVATE KEY-----\n${pemBody(dice)}\n-----END RSA PRIVATE KEY-----`,
  'cut private key': (dice) => `-----BEGIN PRIVATE KEY-----\n${pemBody(dice)}`,
  'one-line private key': (dice) =>
    `-----BEGIN EC PRIVATE KEY-----\\n${dice.word(64, BASE64)}\\n-----END EC PRIVATE KEY-----\\n`,
  JWT: (dice) => `eyJ${dice.word(20, ALNUM)}.eyJ${dice.word(40, URL_SAFE)}.${dice.word(43, URL_SAFE)}`,
  'Google access token': (dice) => `ya29.a0${dice.word(60, URL_SAFE)}`,
  'Google API key': (dice) => `AIza${dice.word(35, URL_SAFE)}`,
  'Google refresh token': (dice) => `1//0${dice.word(40, URL_SAFE)}`,
  'Google client secret': (dice) => `GOCSPX-${dice.word(28, URL_SAFE)}`,
  'Slack bot token': (dice) => `xoxb-${dice.word(12, DIGITS)}-${dice.word(12, DIGITS)}-${dice.word(24, ALNUM)}`,
  'Slack app token': (dice) => `xapp-1-A${dice.word(10, UPPER)}-${dice.word(13, DIGITS)}-${dice.word(64, HEX)}`,
  'Slack hook': (dice) =>
    `https://hooks.slack.com/services/T${dice.word(8, UPPER)}/B${dice.word(8, UPPER)}/${dice.word(24, ALNUM)}`,
  'GitHub token': (dice) => `gh${dice.of(['p', 'o', 'u', 's', 'r'])}_${dice.word(36, ALNUM)}`,
  'GitHub fine-grained token': (dice) => `github_pat_${dice.word(22, ALNUM)}_${dice.word(59, ALNUM)}`,
  'GitLab token': (dice) => `glpat-${dice.word(20, URL_SAFE)}`,
  'npm token': (dice) => `npm_${dice.word(36, ALNUM)}`,
  'PyPI token': (dice) => `pypi-AgEIcHlwaS5vcmc${dice.word(60, URL_SAFE)}`,
  'AWS key id': (dice) => `${dice.of(['AKIA', 'ASIA'])}${dice.word(16, `${UPPER}234567`)}`,
  'Stripe key': (dice) => `${dice.of(['sk', 'rk'])}_${dice.of(['live', 'test'])}_${dice.word(24, ALNUM)}`,
  'SendGrid key': (dice) => `SG.${dice.word(22, URL_SAFE)}.${dice.word(43, URL_SAFE)}`,
  'Twilio key': (dice) => `SK${dice.word(32, HEX)}`,
  'Mailgun key': (dice) => `key-${dice.word(32, HEX)}`,
  'OpenAI key': (dice) => `sk-proj-${dice.word(48, URL_SAFE)}`,
  'Anthropic key': (dice) => `sk-ant-api03-${dice.word(80, URL_SAFE)}`,
  'Hugging Face token': (dice) => `hf_${dice.word(34, ALNUM)}`,
  'Vault token': (dice) => `hvs.${dice.word(24, URL_SAFE)}`,
  'Shopify token': (dice) => `shpat_${dice.word(32, HEX)}`,
  'DigitalOcean token': (dice) => `dop_v1_${dice.word(64, HEX)}`,
  'Docker Hub token': (dice) => `dckr_pat_${dice.word(27, URL_SAFE)}`,
  'Square token': (dice) => `sq0atp-${dice.word(22, URL_SAFE)}`,
  'age key': (dice) => `AGE-SECRET-KEY-1${dice.word(58, `${UPPER}${DIGITS}`)}`,
  'New Relic key': (dice) => `NRAK-${dice.word(27, `${UPPER}${DIGITS}`)}`,
  'Grafana token': (dice) => `glsa_${dice.word(32, ALNUM)}_${dice.word(8, HEX)}`,
  'Telegram token': (dice) => `${dice.of(['1', '5', '7'])}${dice.word(9, DIGITS)}:AA${dice.word(33, URL_SAFE)}`,
  'Discord token': (dice) => `M${dice.word(23, ALNUM)}.G${dice.word(5, ALNUM)}.${dice.word(38, URL_SAFE)}`,
  'database address': (dice) => `postgres://app:${dice.word(14, `${ALNUM}$!`)}@10.0.0.7:5432/shop`,
  'Redis address': (dice) => `redis://:${dice.word(20, ALNUM)}@cache:6379/0`,
  'broker address': (dice) => `amqps://svc:${dice.word(16, ALNUM)}@mq.internal:5671/%2f`,
  'MongoDB address': (dice) => `mongodb+srv://root:${dice.word(16, ALNUM)}@cluster0.example.net/shop`,
  'Sentry address': (dice) =>
    `https://${dice.word(32, HEX)}@o${dice.word(5, DIGITS)}.ingest.sentry.io/${dice.word(6, DIGITS)}`,
  'password hash': (dice) => `$2b$12$${dice.word(53, `${ALNUM}./`)}`,
  'mail address': mailAddress,
  card: cardNumber,
  IBAN: iban,
  SSN: socialNumber,
  phone: phoneNumber,
};

const names: Readonly<Record<string, readonly [readonly [string, ...string[]], (dice: Dice) => string]>> = {
  password: [['password', 'DB_PASSWORD', 'userPassword', 'passwd', 'spring.datasource.password'], password],
  'client secret': [['client_secret', 'clientSecret', 'CLIENT-SECRET'], (dice) => dice.word(32, URL_SAFE)],
  'API key': [['api_key', 'apiKey', 'X-Api-Key', 'DD_API_KEY'], (dice) => dice.word(32, HEX)],
  'access token': [['access_token', 'accessToken', 'token', 'X-Auth-Token'], (dice) => dice.word(40, ALNUM)],
  'refresh token': [['refresh_token', 'refreshToken'], (dice) => dice.word(36, URL_SAFE)],
  'AWS secret key': [
    ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY', 'secretAccessKey'],
    (dice) => dice.word(40, BASE64),
  ],
  'Azure account key': [['AccountKey', 'accountKey'], (dice) => `${dice.word(86, BASE64)}==`],
  'Heroku key': [['HEROKU_API_KEY', 'heroku_api_key'], uuid],
  'session id': [['session_id', 'sessionId', 'JSESSIONID', 'connect.sid'], (dice) => dice.word(32, ALNUM)],
  signature: [['X-Goog-Signature', 'X-Amz-Signature', 'sig'], (dice) => dice.word(64, HEX)],
  'encryption key': [['encryption_key', 'encryptionKey', 'SECRET_KEY'], (dice) => `${dice.word(43, BASE64)}=`],
  'one-time code': [['otp', 'user_otp'], (dice) => dice.word(6, DIGITS)],
};

export const KINDS: readonly Kind[] = [
  ...Object.entries(looks).map(([kind, make]): Kind => ({ kind, by: 'look', make })),
  ...Object.entries(names).map(([kind, [given, make]]): Kind => ({ kind, by: 'name', names: given, make })),
];

function pemBody(dice: Dice): string {
  return Array.from({ length: 3 }, () => dice.word(64, BASE64)).join('\n');
}

function password(dice: Dice): string {
  return dice.of([
    dice.word(8, LOWER),
    `${dice.word(6, LOWER)}${dice.word(3, DIGITS)}`,
    `${dice.word(12, `${ALNUM}!#%*.?^~`)}`,
    `${dice.word(4, ALNUM)}-${dice.word(5, LOWER)}`,
  ]);
}

function uuid(dice: Dice): string {
  return [8, 4, 4, 4, 12].map((length) => dice.word(length, HEX)).join('-');
}
