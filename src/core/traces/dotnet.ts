import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { headAmong } from './head.ts';
import { blocksOf, type TraceRead } from './trace-read.ts';

/** A name, its arguments, and its place if the program has its symbols. Generic types are named with their assemblies. */
const AT =
  /^\s+at ((?=[^\s(]{0,600}\.|lambda_)[^\s([]{1,600}(?:\[.{0,2000}?\](?=[.(])[^\s([]{0,600})?)\((.{0,2000})\)(?: in (.{1,400}):line \d{1,9})?\s*$/;
const FOREIGN =
  /^(?:System|Microsoft|Npgsql|StackExchange|Grpc|MediatR|lambda_method\d{0,9}|Serilog|NLog|Newtonsoft|Polly|Dapper|MySql|MongoDB|Azure|Google|Amazon|AutoMapper|FluentValidation|Castle|Hangfire|MassTransit|RabbitMQ|Swashbuckle|Internal)(?:\.|$|\()/;
const BETWEEN = /^\s*--- End of .{1,80} ---\s*$/;
const INNER = /^\s*---> /;
/** What follows tells the members of an AggregateException again, one by one. */
const AGAIN = /^\s*---> \(Inner Exception #\d{1,5}\)/;

export function dotnetFrame(line: string): Frame | null | 'skip' {
  if (BETWEEN.test(line)) return 'skip';
  const found = AT.exec(line);
  if (!found) return null;
  const [, said = '', , path = ''] = found;
  return { function: functionName(said), file: fileName(path), isOwn: !FOREIGN.test(said) };
}

/** Names that the compiler makes for async methods, lambdas and local functions. */
function functionName(said: string): string {
  return said
    .replace(/\[.{0,2000}\](?=[.]|$)/, '')
    .replace(/\.<+(\w{1,200})>\w{0,60}(?:\|[\d_]{1,20})?>d(?:__\d{1,6})?(?:`\d{1,3})?\.MoveNext$/, '.$1')
    .replace(/\.<(\w{1,200})>d__\d{1,6}(?:`\d{1,3})?\.MoveNext$/, '.$1')
    .replace(/\.?<>c(?:__DisplayClass[\d_]{1,30})?(?:`\d{1,3})?\.<(\w{1,200})>(?:b__|g__\w{1,200}\|)[\d_]{1,20}/, '.$1')
    .replace(/\.?<>c(?:__DisplayClass[\d_]{1,30})?/, '')
    .replace(/<(\w{1,200})>g__(\w{1,200})\|[\d_]{1,20}/, '$1.$2')
    .replace(/<(\w{1,200})>\$/, '$1')
    .replace(/`\d{1,3}/g, '')
    .replace(/^(lambda_method)\d{1,9}/, '$1');
}

/** The innermost exception: the last that is named above the first frames. Its stack goes on in those that hold it. */
export function readDotnet(lines: readonly string[]): TraceRead | null {
  const firstFrame = lines.findIndex((line) => dotnetFrame(line) !== null);
  const again = lines.findIndex((line, at) => at > firstFrame && AGAIN.test(line));
  const blocks = blocksOf(again < 0 ? lines : lines.slice(0, again), dotnetFrame);
  const [first] = blocks;
  if (!first || first.frames.length === 0) return null;
  const said = first.said.flatMap((line) => line.split(/(?<=\S) (?=---> )/));
  const firstInner = said.findIndex((line) => INNER.test(line));
  const root = said
    .slice(
      Math.max(
        said.findLastIndex((line) => INNER.test(line)),
        0,
      ),
    )
    .map(unmarked);
  const { type, message } = headAmong(root);
  const outer = firstInner < 0 ? said : said.slice(0, firstInner);
  const frames = blocks.flatMap((block) => block.frames);
  return { stack: { language: 'dotnet', type, message, frames }, context: headAmong(outer).before };
}

function unmarked(line: string): string {
  return line.replace(/^\s*---> (?:\(Inner Exception #\d{1,5}\) )?/, '');
}
