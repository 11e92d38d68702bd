import { alphabetOf, longRuns } from './runs.ts';
import { asStart, by, type Rule, type Step, stepOf } from './step.ts';

/** `prefixes` are what the vendor's own documentation or its leak scanners tell them by; `body` is what follows. */
type Vendor = {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly body: string;
  /** The prefix is so much its own that it counts within a word too. */
  readonly anywhere?: true;
};

const WIDE = '[\\w-]{20,}';

const VENDORS: readonly Vendor[] = [
  {
    name: 'GitHub token',
    prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    body: '\\w{20,}',
    anywhere: true,
  },
  {
    name: 'GitLab token',
    prefixes: [
      ...[
        'glpat-',
        'gldt-',
        'glrt-',
        'glcbt-',
        'glptt-',
        'glft-',
        'glimt-',
        'glagent-',
        'gloas-',
        'glsoat-',
        'glffct-',
      ],
      'GR1348941',
    ],
    body: '[\\w.-]{16,}',
    anywhere: true,
  },
  { name: 'Google key', prefixes: ['AIza'], body: '[\\w-]{30,}', anywhere: true },
  { name: 'Google key', prefixes: ['ya29.'], body: '[\\w.-]{16,}', anywhere: true },
  { name: 'Google key', prefixes: ['1//0'], body: WIDE },
  { name: 'Google key', prefixes: ['GOCSPX-'], body: '[\\w-]{16,}', anywhere: true },
  { name: 'Google key', prefixes: ['GOOG1'], body: '[A-Z0-9]{20,}' },
  {
    name: 'AWS key',
    prefixes: ['AKIA', 'ASIA', 'AROA', 'AIDA', 'AGPA', 'AIPA', 'ANPA', 'ANVA', 'APKA', 'ABIA', 'ACCA'],
    body: '[0-9A-Z]{16}(?![0-9A-Za-z])',
  },
  { name: 'AWS key', prefixes: ['FwoGZXIvYXdz', 'FQoGZXIvYXdz', 'IQoJb3JpZ2lu'], body: '[\\w+/=%-]{20,}' },
  {
    name: 'API key',
    prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'pk_live_', 'pk_test_', 'sk_', 'rk_', 'pk_', 'whsec_'],
    body: '\\w{16,}',
  },
  { name: 'API key', prefixes: ['sk-', 'sess-'], body: WIDE },
  { name: 'SendGrid key', prefixes: ['SG.'], body: '[\\w-]{16,}\\.[\\w-]{16,}' },
  { name: 'Mailgun key', prefixes: ['key-', 'pubkey-'], body: '[0-9a-f]{32}' },
  { name: 'Mailchimp key', prefixes: ['md-'], body: '[\\w-]{22}(?![\\w-])' },
  { name: 'Brevo key', prefixes: ['xkeysib-', 'xsmtpsib-'], body: '[\\w-]{32,}', anywhere: true },
  { name: 'Resend key', prefixes: ['re_'], body: '[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}' },
  { name: 'npm token', prefixes: ['npm_'], body: '[A-Za-z0-9]{30,}' },
  { name: 'PyPI token', prefixes: ['pypi-'], body: '[\\w-]{32,}' },
  { name: 'RubyGems key', prefixes: ['rubygems_'], body: '[0-9a-f]{40,}' },
  { name: 'Docker Hub token', prefixes: ['dckr_pat_', 'dckr_oat_'], body: WIDE, anywhere: true },
  { name: 'Hugging Face token', prefixes: ['hf_', 'api_org_'], body: '[A-Za-z0-9]{30,}' },
  {
    name: 'AI key',
    prefixes: ['gsk_', 'pplx-', 'xai-', 'r8_', 'tgp_v1_', 'tvly-', 'pcsk_', 'lsv2_pt_', 'lsv2_sk_', 'fw_'],
    body: WIDE,
  },
  { name: 'Vault token', prefixes: ['hvs.', 'hvb.', 'hvr.'], body: WIDE },
  {
    name: 'Doppler token',
    prefixes: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    body: '[\\w.-]{20,}',
  },
  { name: 'Pulumi token', prefixes: ['pul-'], body: '[0-9a-f]{40}' },
  {
    name: 'Shopify token',
    prefixes: ['shpat_', 'shpss_', 'shpca_', 'shppa_', 'shptka_'],
    body: '[0-9A-Fa-f]{20,}',
    anywhere: true,
  },
  { name: 'Square token', prefixes: ['sq0atp-', 'sq0csp-', 'sq0idp-'], body: '[\\w-]{22,}', anywhere: true },
  { name: 'Square token', prefixes: ['EAAA'], body: '[\\w-]{56,}' },
  { name: 'Meta token', prefixes: ['EAA'], body: '[A-Za-z0-9]{60,}' },
  { name: 'DigitalOcean token', prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'], body: '[0-9a-f]{32,}', anywhere: true },
  { name: 'Heroku key', prefixes: ['HRKU-'], body: WIDE, anywhere: true },
  {
    name: 'New Relic key',
    prefixes: ['NRAK-', 'NRII-', 'NRJS-', 'NRRA-', 'NRIQ-'],
    body: '[\\w-]{16,}',
    anywhere: true,
  },
  { name: 'Sentry token', prefixes: ['sntrys_', 'sntryu_'], body: '[\\w+/=-]{32,}', anywhere: true },
  { name: 'Grafana token', prefixes: ['glsa_', 'glc_'], body: '[\\w+/=-]{20,}' },
  {
    name: 'Dynatrace token',
    prefixes: ['dt0c01.', 'dt0s01.', 'dt0s16.'],
    body: '[A-Z0-9]{24}\\.[A-Z0-9]{40,}',
    anywhere: true,
  },
  { name: 'PostHog key', prefixes: ['phc_', 'phx_'], body: '[A-Za-z0-9]{32,}' },
  { name: 'Linear key', prefixes: ['lin_api_', 'lin_oauth_'], body: '[A-Za-z0-9]{32,}', anywhere: true },
  { name: 'Notion token', prefixes: ['secret_', 'ntn_'], body: '[A-Za-z0-9]{40,}' },
  { name: 'Figma token', prefixes: ['figd_'], body: '[\\w-]{32,}' },
  { name: 'Airtable token', prefixes: ['pat'], body: '[A-Za-z0-9]{14}\\.[0-9a-f]{64}' },
  { name: 'Atlassian token', prefixes: ['ATATT3', 'ATCTT3', 'ATBB', 'ATSTT'], body: '[\\w=-]{24,}' },
  { name: 'Dropbox token', prefixes: ['sl.'], body: '[\\w-]{60,}' },
  { name: 'Postman key', prefixes: ['PMAK-'], body: '[0-9a-f]{24}-[0-9a-f]{32,}', anywhere: true },
  { name: 'HubSpot token', prefixes: ['pat-na1-', 'pat-eu1-', 'pat-na2-'], body: '[0-9a-f-]{32,}' },
  { name: 'Contentful token', prefixes: ['CFPAT-'], body: '[\\w-]{40,}' },
  { name: 'LaunchDarkly key', prefixes: ['sdk-', 'mob-', 'api-'], body: '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}' },
  { name: 'Databricks token', prefixes: ['dapi'], body: '[0-9a-f]{32}' },
  {
    name: 'PlanetScale token',
    prefixes: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    body: '[\\w.-]{32,}',
    anywhere: true,
  },
  { name: 'Supabase key', prefixes: ['sbp_', 'sb_secret_'], body: '[\\w-]{22,}' },
  { name: 'Neon key', prefixes: ['napi_', 'npg_'], body: '[A-Za-z0-9]{12,}' },
  { name: 'Buildkite token', prefixes: ['bkua_', 'bkaj_'], body: '[0-9a-f]{40}' },
  { name: 'CircleCI token', prefixes: ['CCIPAT_', 'CCIPRJ_'], body: '[\\w-]{32,}', anywhere: true },
  { name: 'SonarQube token', prefixes: ['squ_', 'sqp_', 'sqa_'], body: '[0-9a-f]{40}' },
  { name: 'Artifactory key', prefixes: ['AKCp'], body: '[A-Za-z0-9]{60,}' },
  { name: 'Razorpay key', prefixes: ['rzp_live_', 'rzp_test_'], body: '[A-Za-z0-9]{14,}' },
  {
    name: 'Flutterwave key',
    prefixes: ['FLWSECK-', 'FLWSECK_TEST-', 'FLWPUBK-', 'FLWPUBK_TEST-'],
    body: '[\\w-]{12,}',
  },
  {
    name: 'PayPal token',
    prefixes: ['access_token$production$', 'access_token$sandbox$'],
    body: '[\\w$]{32,}',
    anywhere: true,
  },
  {
    name: 'Plaid token',
    prefixes: ['access-production-', 'access-sandbox-', 'access-development-'],
    body: '[0-9a-f-]{36}',
  },
  { name: 'EasyPost key', prefixes: ['EZAK', 'EZTK'], body: '[A-Za-z0-9]{50,}' },
  { name: 'Alibaba key', prefixes: ['LTAI'], body: '[A-Za-z0-9]{16,}' },
  { name: 'Tencent key', prefixes: ['AKID'], body: '[A-Za-z0-9]{32,}' },
  { name: 'Fly token', prefixes: ['fo1_', 'fm1r_', 'fm2_'], body: '[\\w+/=,-]{40,}' },
  { name: 'Netlify token', prefixes: ['nfp_'], body: '[A-Za-z0-9]{32,}' },
  { name: 'age key', prefixes: ['AGE-SECRET-KEY-1'], body: '[0-9A-Z]{40,}', anywhere: true },
  { name: 'Terraform token', prefixes: ['.atlasv1.'], body: '[\\w-]{40,}', anywhere: true },
];

const escaped = (text: string) => text.replace(/[.$]/g, '\\$&');

function ruleOf({ prefixes, body, anywhere, name }: Vendor): Rule {
  const start = prefixes.map(escaped).join('|');
  return { pattern: new RegExp(`${anywhere ? `(?:${start})` : asStart(start)}${body}`, 'g'), mask: by(name) };
}

/** Slack's are told apart by less than others, and may be short in examples. */
const SLACK = stepOf(/xox|xapp-|xwfp-/i, [
  { pattern: /xox[a-z](?:\.xox[a-z])?-[\w-]{8,}|(?:xapp|xwfp)-[\w-]{8,}/gi, mask: by('Slack token') },
]);

const WORD = alphabetOf(/[\w-]/);
/** Of what follows the prefix, or of both together. */
const SHORTEST_KEY = 16;
const LONGEST_PREFIX = 24;

/** Enough of a prefix to find its vendors by. */
const HEAD = 3;
const RULES = Map.groupBy(
  VENDORS.flatMap((vendor) => {
    const rule = ruleOf(vendor);
    return [...new Set(vendor.prefixes.map((prefix) => prefix.slice(0, HEAD)))].map((head) => ({ head, rule }));
  }),
  ({ head }) => head,
);
const ANY_HEAD = new RegExp([...RULES.keys()].map(escaped).join('|'));
const EACH_HEAD = new RegExp(ANY_HEAD, 'g');

/** Prefixes are looked for beside long words alone, because there are so many of them. */
const byPrefix: Step = (text) => {
  const rules = new Set<Rule>();
  for (const { from, until } of longRuns(text, WORD, SHORTEST_KEY)) {
    const near = text.slice(Math.max(0, from - LONGEST_PREFIX), until);
    if (!ANY_HEAD.test(near)) continue;
    for (const [head] of near.matchAll(EACH_HEAD)) {
      for (const { rule } of RULES.get(head) ?? []) rules.add(rule);
    }
  }
  return rules.size === 0 ? text : stepOf(null, [...rules])(text);
};

/** Keys of vendors that are known by how they begin, wherever they stand. */
export const vendorKeys: Step = (text) => byPrefix(SLACK(text));
