import { type Rule, type Step, stepOf } from './step.ts';

/** Addresses that anybody may post to who knows them. */
const HOOKS: readonly Rule[] = [
  {
    pattern: /\bhooks\.slack\.com\/[\w/-]{8,256}/gi,
    mask: () => '[Slack token]',
  },
  {
    pattern: /(\bdiscord(?:app)?\.com\/api\/webhooks\/)[\w/-]{8,256}/gi,
    mask: ([, start]) => `${start}[Discord token]`,
  },
  {
    pattern: /(\.webhook\.office\.com\/)[\w@/.-]{8,512}/gi,
    mask: ([, start]) => `${start}[Teams token]`,
  },
];

/** What stands before the host: `scheme://user:password@`. */
const USERS: readonly Rule[] = [
  {
    // Databases are told passwords as people wrote them, with `/`, `#`, `?` and `@` in them.
    pattern:
      /\b((?:postgres|postgresql|mysql|mariadb|mongodb|redis|rediss|amqp|amqps|mssql|sqlserver|cockroachdb|nats|kafka|ldaps?|ftp|sftp|smtps?|mqtts?)(?:\+[a-z]{1,8})?:\/\/)[^\s:@/"'<>]{0,128}:[^\s"'<>]{1,256}@(?=[\w.[\]-])/gi,
    mask: ([, scheme]) => `${scheme}[password]@`,
  },
  {
    pattern: /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@"'<>]{0,128}:[^\s@/"'<>]{1,256}@/gi,
    mask: ([, scheme]) => `${scheme}[password]@`,
  },
  {
    // A token in the place of the user, as Sentry and GitHub take it.
    pattern: /\b([a-z][a-z0-9+.-]{0,20}:\/\/)([\w.~%+-]{16,256})@/gi,
    mask: ([, scheme, user = '']) => (/\d/.test(user) ? `${scheme}[password]@` : null),
  },
  {
    pattern: /(jdbc:oracle:\w{1,8}:)[^\s/@"']{1,128}\/[^\s@"']{1,128}@/gi,
    mask: ([, scheme]) => `${scheme}[password]@`,
  },
  {
    // Go's drivers and proxies are told without a scheme.
    pattern: /(?<![\w.%-])[\w.%-]{1,64}:[^\s"'<>]{1,128}@(tcp|unix|udp)\(/g,
    mask: ([, network]) => `[password]@${network}(`,
  },
  {
    pattern: /(proxy["'\s:=]{1,8})[\w.%-]{1,64}:[^\s@/"'<>]{1,128}@(?=[\w.-])/gi,
    mask: ([, start]) => `${start}[password]@`,
  },
];

export const hooks = stepOf(/hooks\.slack|\/webhooks\/|webhook\.office/i, HOOKS);
const WITH_AT = stepOf(null, USERS);
export const userInfo: Step = (text) => (text.includes('@') ? WITH_AT(text) : text);
