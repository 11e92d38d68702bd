/** Where a secret may stand in a log; `name` is what it is called there. */
export type Context = { readonly context: string; readonly write: (name: string, secret: string) => string };

const json = JSON.stringify;
const escaped = (text: string) => json(text).slice(1, -1);
/** Secrets known by their look need no name, so most of these give them one that tells nothing. */
export const CONTEXTS: readonly Context[] = [
  {
    context: 'plain line',
    write: (name, secret) => `2026-11-21T14:03:11Z WARN retry 3 of 5 with ${name}=${secret} after 120 ms`,
  },
  { context: 'quoted', write: (name, secret) => `refused: ${name} = "${escaped(secret)}" is not known` },
  { context: 'JSON value', write: (name, secret) => json({ severity: 'ERROR', [name]: secret, attempt: 3 }) },
  { context: 'pretty JSON', write: (name, secret) => json({ user: 'bo', [name]: secret, ok: false }, null, 2) },
  {
    context: 'nested JSON',
    write: (name, secret) => json({ message: `upstream said ${json({ error: { [name]: secret } })}` }),
  },
  {
    context: 'twice nested JSON',
    write: (name, secret) => json({ m: json({ body: json({ [name]: secret, n: 1 }) }) }),
  },
  { context: 'JSON list', write: (name, secret) => json({ [name]: [secret, secret], count: 2 }) },
  {
    context: 'query',
    write: (name, secret) => `GET /v1/orders?page=2&${name}=${encodeURIComponent(secret)}&sort=asc 502`,
  },
  { context: 'header dump', write: (name, secret) => `> Host: api.example.com\n> ${name}: ${secret}\n> Accept: */*` },
  { context: 'Go headers', write: (name, secret) => `map[Accept:[*/*] ${name}:[${secret}]]` },
  { context: 'curl', write: (name, secret) => `curl -sS -H '${name}: ${secret}' https://api.example.com/v1` },
  {
    context: 'command line',
    write: (name, secret) => `exec failed: deploy --${name.replaceAll('_', '-')} ${secret} --verbose`,
  },
  { context: 'command line with =', write: (name, secret) => `exec failed: deploy --${name}=${secret} --verbose` },
  {
    context: 'Java exception',
    write: (name, secret) =>
      `java.lang.IllegalStateException: cannot use {${name}=${secret}}\n\tat com.acme.Pay.run(Pay.java:42)`,
  },
  { context: 'Python dict', write: (name, secret) => `KeyError: {'user': 'bo', '${name}': '${escaped(secret)}'}` },
  {
    context: 'SQL error',
    write: (name, secret) =>
      `ERROR: duplicate key value violates unique constraint "k"\nDETAIL: Key (${name})=(${secret}) already exists.`,
  },
  { context: 'environment', write: (name, secret) => `HOME=/root\n${name}=${secret}\nPATH=/usr/bin` },
  { context: 'YAML', write: (name, secret) => `config:\n  ${name}: ${secret}\n  retries: 3` },
  { context: 'multi-line', write: (name, secret) => `could not start\n${name}: '${escaped(secret)}'\nsee the manual` },
  {
    context: 'name and value',
    write: (name, secret) =>
      json([
        { name: 'Accept', value: '*/*' },
        { name, value: secret },
      ]),
  },
  { context: 'list of pairs', write: (name, secret) => json(['Accept', '*/*', name, secret]) },
  { context: 'XML', write: (name, secret) => `<request><${name}>${secret}</${name}><id>7</id></request>` },
  { context: 'template words', write: (name, secret) => `worker 7 order 4711 ${name}=${secret} worker 8` },
];

/** Contexts that are told by no name at all. */
export const BARE_CONTEXTS: readonly Context[] = [
  { context: 'sentence', write: (_, secret) => `the upstream did not take ${secret} and closed` },
  { context: 'end of line', write: (_, secret) => `Error: unexpected reply for ${secret}` },
  { context: 'in brackets', write: (_, secret) => `handler(${secret}) threw, [${secret}]` },
  { context: 'escaped line end', write: (_, secret) => `{"message":"first\\n${escaped(secret)}\\nlast"}` },
  { context: 'stack trace', write: (_, secret) => `TypeError: bad credential ${secret}\n    at pay (/srv/pay.js:4:2)` },
];

/** Headers and sentences that carry something which has no name of its own. */
export const HEADERS: readonly Context[] = [
  { context: 'Bearer', write: (_, secret) => `Authorization: Bearer ${secret}` },
  {
    context: 'bearer in JSON',
    write: (_, secret) => json({ headers: { authorization: `Bearer ${secret}`, accept: '*/*' } }),
  },
  { context: 'basic in Java map', write: (_, secret) => `{Authorization=Basic ${secret}, Accept=*/*}` },
  { context: 'Go map', write: (_, secret) => `map[Authorization:[Bearer ${secret}] Accept:[*/*]]` },
  { context: 'raw headers', write: (_, secret) => json(['accept', '*/*', 'Authorization', `Bearer ${secret}`]) },
  { context: 'no scheme', write: (_, secret) => `authorization: ${secret}` },
  { context: 'upper case', write: (_, secret) => `PROXY-AUTHORIZATION: BEARER ${secret}` },
  { context: 'curl', write: (_, secret) => `curl -H "Authorization: token ${secret}" https://api.example.com` },
  { context: 'curl -u', write: (_, secret) => `curl -u bo:${secret} https://api.example.com` },
  { context: 'Set-Cookie', write: (_, secret) => `Set-Cookie: sid=${secret}; theme=${secret}; Path=/; HttpOnly` },
  { context: 'Cookie in JSON', write: (_, secret) => json({ cookie: `theme=dark; session=${secret}` }) },
  { context: 'prose', write: (_, secret) => `login of bo with password '${secret}' failed` },
  { context: 'SQL', write: (_, secret) => `ALTER USER bo WITH PASSWORD '${secret}'` },
  { context: 'user of an address', write: (_, secret) => `cannot reach https://bo:${secret}@git.example.com/x.git` },
  { context: 'connection string', write: (_, secret) => `Server=db;Database=shop;Uid=sa;Pwd=${secret};Encrypt=true` },
  { context: 'JDBC', write: (_, secret) => `jdbc:mysql://db:3306/shop?user=bo&password=${secret}&ssl=true` },
  { context: 'npmrc', write: (_, secret) => `//registry.example.com/:_authToken=${secret}` },
];
