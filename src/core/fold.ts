/** Words with digits that name a technology, not one thing among many. */
const TECHNICAL =
  /^(?:ipv[46]|sha(?:1|256|384|512)|md5|http[123]|h2|utf-?(?:8|16)|base64|oauth2|x509|x86|s3|ec2|k8s|es\d{1,2}|p(?:50|90|95|99)|v[1-9]|int(?:8|16|32|64)|float(?:32|64)|tls1|log4j2?|web3|\d{1,3}(?:st|nd|rd|th)|[1-5]xx)$/i;

const FOLDS: readonly (readonly [RegExp, string | ((match: string) => string)])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\b/g, '<time>'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/"'<>]{1,255})\/[^\s"'<>]{1,2048}/gi, '$1/<path>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<ip>'],
  [/(?<![\w<./])(?:[A-Za-z]:\\|\.{0,2}\/)(?:[\w.@~+-]{1,255}[\\/]{1,2}){1,40}[\w.@~+-]{0,255}/g, '<path>'],
  [/(?<![\w<./])\.{1,2}\/[\w.@~+-]{1,255}/g, '<path>'],
  [/(?<=^|[\s(=:[,])"[^"\n]{0,500}"/g, '"<value>"'],
  [/(?<=^|[\s(=:[,])'[^'\n]{0,500}'(?=$|[\s)\]:,.;])/g, "'<value>'"],
  [/(?<=^|[\s(=:[,])`[^`\n]{0,500}`/g, '`<value>`'],
  [/\b0x[0-9a-f]{1,32}\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]{0,40}\d)(?=[0-9a-f]{0,40}[a-f])[0-9a-f]{8,64}\b/gi, '<hex>'],
  [/(?<![\w<])[A-Za-z_][\w-]{0,127}/g, idOfWord],
  // A status says what went wrong, so it is kept: 502 and 503 are two patterns.
  [
    /(?<!\b(?:status|code|HTTP|HTTP\/[12](?:\.\d)?)["']?[ =:]{0,3})(?<![\w<])[+-]?\d+(?:[.,]\d+)*(?:ms|µs|us|ns|s|m|h|d|%|[kmgt]i?b?|b)?\b/gi,
    '<n>',
  ],
  [/(?<![\w<])\d[\w-]{0,127}/g, (word) => (/^\d+$/.test(word) ? word : idOfWord(word))],
  // An id in several parts is one id, whichever of its parts happened to hold letters.
  [/<(?:id|hex|n)>(?:[-_.:/]<(?:id|hex|n)>){1,20}/g, '<id>'],
  [/<(?:id|n|ip)>(?:\.[a-z][a-z0-9-]{0,62}){1,8}\b/g, '<host>'],
];

function idOfWord(word: string): string {
  return /\d/.test(word) && !TECHNICAL.test(word) ? '<id>' : word;
}

/** One line with everything that differs from request to request replaced by a placeholder. */
export function fold(line: string): string {
  return FOLDS.reduce(
    (folded, [pattern, to]) => (typeof to === 'string' ? folded.replace(pattern, to) : folded.replace(pattern, to)),
    line.replace(/\s+/g, ' ').trim(),
  );
}
