import type { Frame } from '../logged/logged-error.ts';
import { headAmong } from './head.ts';
import { type Block, blocksOf, type TraceRead } from './trace-read.ts';

const AT = /^\s+at (?:[\w.@-]{0,120}\/){0,3}([\p{L}\w.$<>/-]{1,400})\(([^()]{0,200})\)/u;
const SOURCE =
  /^(?:[\w$-]{1,120}\.(?:java|kts?|scala|groovy|clj)(?::\d{1,9})?|Native Method|Unknown Source|<generated>|SourceFile(?::\d{1,9})?)$/;
const MORE = /^\s*\.\.\. (\d{1,6}) (?:more|common frames omitted)/;
const CAUSED_BY = /^\s*Caused by: /;
const SUPPRESSED = /^(\s+)Suppressed: /;

const FOREIGN = new RegExp(
  `^(?:${[
    'javax?|jdk|sun|com\\.sun|jakarta|kotlinx?|scala|groovy|clojure|_COROUTINE',
    'org\\.(?:springframework|apache|hibernate|eclipse|jboss|postgresql|junit|slf4j|glassfish|mongodb|mariadb|jetbrains|codehaus|aspectj|thymeleaf|flywaydb|jooq|redisson|opentest4j)',
    'io\\.(?:netty|grpc|quarkus|micronaut|undertow|vertx|lettuce|ktor|reactivex|opentelemetry|micrometer|projectreactor|smallrye)',
    'com\\.(?:zaxxer|fasterxml|google|mysql|mongodb|amazonaws|netflix|microsoft|oracle|github\\.benmanes|squareup)',
    'ch\\.qos|reactor|okhttp3|okio|retrofit2|redis\\.clients|software\\.amazon|feign|rx|akka|play|org\\.h2|zio|cats',
  ].join('|')})\\.`,
);
/** Classes that a framework or the compiler makes at run time: they come and go with settings. */
const GENERATED = /\$\$(?!serializer)|\$Proxy\d|Generated\w{0,40}Accessor|CGLIB|\bhidden\b/;

export function javaFrame(line: string): Frame | null {
  const found = AT.exec(line);
  const [, said = '', source = ''] = found ?? [];
  if (!found || !SOURCE.test(source)) return null;
  const file = source.replace(/:\d{1,9}$/, '');
  return { function: functionName(said), file, isOwn: !FOREIGN.test(said) && !GENERATED.test(said) };
}

function functionName(said: string): string {
  return said
    .replace(/\$\$[\w$]{1,80}(?:\/(?:0x)?[0-9a-fA-F]{1,20})?/g, '')
    .replace(/lambda\$(\w{1,100}?)\$\d{1,6}/, '$1')
    .replace(/(Accessor|\$Proxy)\d{1,6}/, '$1')
    .replace(/\$\d{1,6}(?=[.$]|$)/g, '')
    .replace(/\/0x[0-9a-f]{1,20}/g, '');
}

/** The last `Caused by` outside of what was suppressed; the frames that it shares with what it caused are put back. */
export function readJava(lines: readonly string[]): TraceRead | null {
  const blocks = blocksOf(withoutSuppressed(lines), javaFrame);
  const [first] = blocks;
  const root = blocks.findLast(({ said }, index) => index === 0 || said.some((line) => CAUSED_BY.test(line)));
  if (!first || first.frames.length === 0 || !root) return null;
  const from = root.said.findLastIndex((line) => CAUSED_BY.test(line));
  const named = root.said.slice(Math.max(from, 0)).filter((line) => !MORE.test(line));
  const { type, message } = headAmong(named);
  const stack = { language: 'java', type, message, frames: wholeStack(blocks, blocks.indexOf(root)) } as const;
  return { stack, context: headAmong(first.said).before };
}

function withoutSuppressed(lines: readonly string[]): string[] {
  let depth: number | null = null;
  return lines.filter((line) => {
    const indent = line.length - line.trimStart().length;
    if (depth !== null && indent < depth) depth = null;
    if (depth === null && SUPPRESSED.test(line)) depth = indent;
    return depth === null;
  });
}

/** `... 12 more` stands for the last twelve frames of the error that is printed above it. */
function wholeStack(blocks: readonly Block[], at: number): readonly Frame[] {
  const block = blocks[at];
  if (!block) return [];
  const next = block.frames.length > 0 ? blocks[at + 1]?.said[0] : block.said.at(-1);
  const more = Number(MORE.exec(next ?? '')?.[1] ?? 0);
  if (more === 0 || at === 0) return block.frames;
  return [...block.frames, ...wholeStack(blocks, at - 1).slice(-more)];
}
