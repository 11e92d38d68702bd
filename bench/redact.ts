import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { plainText } from '../src/core/plain-text.ts';
import { redact } from '../src/core/redaction/redact.ts';
import { finish, quantile, rounded, say } from './measure/result.ts';
import { type Case, leaks, plantedCases } from './redact/cases.ts';
import { ordinaryLines } from './redact/ordinary.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '' },
    ordinary: { type: 'string', multiple: true, default: [] },
    seeds: { type: 'string', default: '5' },
    show: { type: 'string', default: '20' },
  },
});

const givenCases = z.array(z.object({ text: z.string(), secrets: z.array(z.string()) }));

function readCases(): readonly Case[] {
  if (values.cases === '') return plantedCases(Number(values.seeds));
  return givenCases.parse(JSON.parse(readFileSync(values.cases, 'utf8'))).map((one) => ({ ...one, what: 'given' }));
}

/** Where nothing is secret, nothing may change but characters that nobody sees. */
function isFalseHit(text: string): boolean {
  return redact(text) !== plainText(text);
}

const ROUNDS = 15;

/** The middle one of some rounds, after one to warm up. */
function linesPerSecond(lines: readonly string[]): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const beganMs = performance.now();
    for (const line of lines) redact(line);
    return (lines.length / (performance.now() - beganMs)) * 1_000;
  });
  return quantile(rounds.slice(1), 0.5);
}

function tell(title: string, texts: readonly { readonly what: string; readonly text: string }[]): void {
  say(`${title}: ${texts.length}`);
  for (const { what, text } of texts.slice(0, Number(values.show))) {
    const shown = redact(text);
    const from = Math.max(0, firstDifference(text, shown) - 60);
    const near = (whole: string) => whole.slice(from, from + 160).replaceAll('\n', '⏎');
    say(`  ${what}: ${near(text)}\n    → ${near(shown)}`);
  }
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at === one.length ? 0 : at;
}

async function main(): Promise<void> {
  const cases = readCases();
  const planted = cases.filter(({ secrets }) => secrets.length > 0);
  const harmless = cases.filter(({ secrets }) => secrets.length === 0);
  const ordinary = [
    ...harmless,
    ...values.ordinary.flatMap(ordinaryLines).map((text) => ({ what: 'ordinary', text, secrets: [] })),
  ];
  const leaked = planted.filter((one) => leaks(one, redact(one.text)));
  const falseHits = ordinary.filter(({ text }) => isFalseHit(text));
  tell('leaked', leaked);
  tell('changed though ordinary', falseHits);
  const timed = ordinary.length > 0 ? ordinary : planted;
  const result = {
    leaked: leaked.length,
    falseHits: falseHits.length,
    cases: planted.length,
    ordinary: ordinary.length,
    falseShare: rounded(falseHits.length / Math.max(1, ordinary.length), 6),
    linesPerSecond: Math.round(linesPerSecond(timed.map(({ text }) => text))),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

finish(main());
