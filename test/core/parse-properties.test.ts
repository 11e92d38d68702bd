import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RESERVED, type SlashCommand } from '../../src/core/grammar.ts';
import { type Parsed, parse } from '../../src/core/parse.ts';
import { print, type Sentence } from '../../src/core/sentence.ts';
import { nearest } from '../../src/core/words.ts';
import { catalog } from '../fakes/catalog.ts';

const DIGEST = `sha256:${'0f'.repeat(32)}`;
const NAMES = ['api-gateway', 'gw', 'web-portal', 'oracle-ws', 'staging', 'stage', 'prod', 'live'];
const command = fc.constantFrom<SlashCommand>('/deploy', '/rollback');

const word = fc.oneof(
  fc.constantFrom(...NAMES, ...RESERVED, 'noop:', ':', '<@U0ANA>', 'v2.1.0', 'api-gateway:v3', 'web-portal-00042-abc'),
  fc.constantFrom(
    DIGEST,
    `api-gateway@${DIGEST}`,
    'prdo',
    'becuase',
    'strategy=canary',
    'strategy=blue',
    '\u201cprod\u201d',
    '`',
    '\u200b',
    '\ud800',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const wild = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));

/** Most of these are understood by one of the two commands: parts in any order, and any text for a reason. */
const likely = fc
  .record({
    verb: fc.constantFrom('', 'plan', 'pause', 'abort', 'unfreeze', 'errors'),
    extra: fc.subarray(
      ['v2.1.0', 'strategy=blue-green', 'now', 'to api-gateway-00042-abc', 'since 90m', 'since 36h', 'since 14:05'],
      { maxLength: 2 },
    ),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    reason: fc.option(fc.string({ unit: 'binary', maxLength: 40 })),
  })
  .map(({ verb, extra, order, reason }) => {
    const parts = order.map((index) => ['gw', 'in prod', ...extra][index] ?? '');
    return `${verb} ${parts.join(' ')}${reason === null ? '' : ` because ${reason}`}`;
  });
const sentences = fc.oneof(wild, likely, likely);

function read(text: string, slash: SlashCommand = '/deploy'): Parsed {
  return parse(slash, text, catalog);
}

function printed(sentence: Sentence): readonly [SlashCommand, string] {
  const line = print(sentence);
  const slash = line.startsWith('/rollback') ? '/rollback' : '/deploy';
  return [slash, line.slice(slash.length)];
}

describe('the parser', () => {
  test('answers every text, and the same text alike', () => {
    fc.assert(
      fc.property(command, fc.oneof(sentences, fc.string({ unit: 'binary', maxLength: 1200 })), (slash, text) => {
        expect(read(text, slash)).toEqual(read(text, slash));
      }),
      { numRuns: 2000 },
    );
  });

  test('understands its own plain way to say a sentence', () => {
    let understood = 0;
    fc.assert(
      fc.property(command, sentences, (slash, text) => {
        const parsed = read(text, slash);
        if (parsed.kind === 'refused') return;
        understood += 1;
        const [again, plain] = printed(parsed.sentence);
        expect(read(plain, again)).toEqual(parsed);
      }),
      { numRuns: 5000 },
    );
    expect(understood).toBeGreaterThan(500);
  });

  const place = fc.constantFrom('api-gateway prod', 'prod web-portal', 'gw staging', 'oracle-ws in staging');
  const opener = fc.constantFrom('', 'plan ', 'status ', 'advance ', 'pause ', 'abort ', 'unfreeze ', 'resume ');
  const spaces = fc.constantFrom(' ', '  ', '\t', '\u00a0', '\u2003', '\u3000');

  test('reads the same whatever case, spaces, quotes, dashes and invisible marks a keyboard makes', () => {
    const noise = fc.record({
      upper: fc.boolean(),
      space: spaces,
      dash: fc.constantFrom('-', '\u2010', '\u2011', '\u2013', '\u2014', '\u2212', '\uff0d'),
      around: fc.constantFrom('', '`', '"', "'", '\u201c', '\u2019', '\u200b', '\ufeff'),
      within: fc.constantFrom('', '\u200b', '\u200d', '\u00ad', '\u2060'),
    });
    fc.assert(
      fc.property(opener, place, noise, (verb, names, { upper, space, dash, around, within }) => {
        const plain = `${verb}${names}`;
        const noisy = plain
          .split(' ')
          .map((one) => `${around}${one.slice(0, 1)}${within}${one.slice(1)}${around}`.replaceAll('-', dash))
          .join(space);
        expect(read(`${space}${upper ? noisy.toUpperCase() : noisy}${space}`)).toEqual(read(plain));
        expect(read(plain).kind).toBe('said');
      }),
      { numRuns: 1000 },
    );
  });

  test('never implies an environment, nor a service', () => {
    fc.assert(
      fc.property(command, sentences, (slash, text) => {
        const parsed = read(text, slash);
        if (parsed.kind === 'refused' || !('at' in parsed.sentence) || parsed.sentence.at === null) return;
        const said = text.normalize('NFKC').toLowerCase();
        const { service, env } = parsed.sentence.at;
        const names = (list: typeof catalog.environments | typeof catalog.services, name: string) =>
          list.filter((one) => one.name === name).flatMap((one) => [one.name, ...one.aliases]);
        expect(names(catalog.environments, env).some((name) => said.includes(name))).toBe(true);
        expect(names(catalog.services, service).some((name) => said.includes(name))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('refuses every sentence with a word that it does not know', () => {
    const unknown = fc.stringMatching(/^[a-z]{3,12}\+[a-z]{0,4}$/);
    const said = fc.constantFrom('api-gateway prod', 'plan gw prod', 'status', 'pause', 'unfreeze gw prod', 'help');
    fc.assert(
      fc.property(said, unknown, fc.nat(3), (text, stranger, position) => {
        const words = text.split(' ');
        words.splice(Math.min(position, words.length), 0, stranger);
        expect(read(words.join(' ')).kind).toBe('refused');
        expect(read(`api-gateway prod ${stranger}`, '/rollback').kind).toBe('refused');
      }),
      { numRuns: 1000 },
    );
  });

  test('takes one unknown word for a tag at most, and only where an image may stand', () => {
    const tag = fc
      .stringMatching(/^[a-z][a-z0-9]{3,11}$/)
      .filter((one) => !RESERVED.has(one) && !NAMES.includes(one) && !nearest(one, ['because']));
    fc.assert(
      fc.property(tag, tag, (one, other) => {
        expect(read(`api-gateway prod ${one}`)).toMatchObject({ sentence: { image: { kind: 'tag', tag: one } } });
        expect(read(`api-gateway prod ${one} ${other}`).kind).toBe('refused');
        expect(read(`api-gateway prod ${one}`, '/rollback').kind).toBe('refused');
        expect(read(`pause api-gateway prod ${one}`).kind).toBe('refused');
      }),
      { numRuns: 1000 },
    );
  });
});
