import { describe, expect, test } from 'vitest';
import { toStruct } from '../../sandbox/google/wire/struct.ts';
import { entryOf } from '../../src/logging/entry.ts';

const WHOLE = {
  insertId: 'i1',
  timestamp: { seconds: '1767603600', nanos: 250_000_000 },
  resource: { labels: { service_name: 'web', location: 'europe-west1', revision_name: 'web-1' } },
  labels: { instanceId: 'abc' },
  severity: 'CRITICAL' as const,
  logName: 'projects/acme/logs/run.googleapis.com%2Fvarlog%2Fsystem',
  textPayload: 'out of memory',
};

const textOf = (textPayload: string) => {
  const [entry] = entryOf({ ...WHOLE, textPayload });
  return entry && 'text' in entry.payload ? entry.payload.text : null;
};
const jsonOf = (json: Record<string, unknown>) => {
  const { textPayload: _, ...rest } = WHOLE;
  const [entry] = entryOf({ ...rest, jsonPayload: toStruct(json) });
  return entry && 'json' in entry.payload ? entry.payload.json : null;
};

describe('an entry', () => {
  test('is read with all that names it', () => {
    expect(entryOf({ ...WHOLE, trace: 'projects/acme/traces/1' })).toEqual([
      {
        ...{ insertId: 'i1', atMs: 1_767_603_600_250, service: 'web', region: 'europe-west1', revision: 'web-1' },
        ...{ instance: 'abc', trace: 'projects/acme/traces/1', severity: 'CRITICAL' },
        ...{ log: 'run.googleapis.com/varlog/system', payload: { text: 'out of memory' } },
      },
    ]);
  });

  test.for([
    ['its id', { insertId: '' }],
    ['its service', { resource: { labels: { location: 'europe-west1', revision_name: 'web-1' } } }],
    ['its revision', { resource: { labels: { location: 'europe-west1', service_name: 'web' } } }],
    ['text and JSON, because it is binary', { textPayload: '', protoPayload: { value: Buffer.from([0, 255]) } }],
  ])('that lacks %s is none', ([, lacking]) => {
    expect(entryOf({ ...WHOLE, ...(lacking as object) })).toEqual([]);
  });

  test('without severity, instance and trace has none', () => {
    const { severity: _, labels: __, ...rest } = WHOLE;
    expect(entryOf(rest)).toMatchObject([{ severity: 'DEFAULT', instance: null, trace: null }]);
    expect(entryOf({ ...rest, severity: 500 as never })).toMatchObject([{ severity: 'ERROR' }]);
  });

  test('of JSON is plain values, whatever they are called', () => {
    const json = { message: 'no', ['__proto__']: 'x', nested: { list: [1, false, null, { a: 'b' }] } };
    expect(jsonOf(json)).toEqual(json);
  });
});

describe('a payload that is too much', () => {
  const filler = 'lorem ipsum dolor '.repeat(16_000);

  test('is both its ends, cut between words', () => {
    const text = textOf(`TypeError: no total ${filler} Caused by: closed`) ?? '';
    expect(text.length).toBeLessThanOrEqual(32_800);
    expect(text).toMatch(/^TypeError: no total lorem/);
    expect(text).toMatch(/Caused by: closed$/);
    expect(
      text
        .split(/\s+/)
        .filter((word) => !filler.includes(word))
        .join(' '),
    ).toBe('TypeError: no total … Caused by: closed');
  });

  test('and has no words in it leaves nothing', () => {
    expect(textOf('A'.repeat(262_144))).toBe('\n…\n');
  });

  test('is never cut in the middle of a private key', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'c2VjcmV0 '.repeat(8_000)}\n-----END PRIVATE KEY-----`;
    expect(textOf(`failed with ${key} at boot`)).toBe('failed with \n…\n PRIVATE KEY----- at boot');
    expect(textOf(`${'word '.repeat(3_000)}${key} at boot`)).not.toContain('c2Vj');
  });

  test('of JSON has so many characters, values and levels', () => {
    const long = jsonOf(Object.fromEntries(Array.from({ length: 9 }, (_none, nth) => [`f${nth}`, filler]))) ?? {};
    expect(JSON.stringify(long).length).toBeLessThan(70_000);
    const many = jsonOf(Object.fromEntries(Array.from({ length: 9_000 }, (_none, nth) => [`f${nth}`, nth]))) ?? {};
    expect(Object.keys(many)).toHaveLength(1_000);
    let deep: Record<string, unknown> = { bottom: true };
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(JSON.stringify(jsonOf(deep)).match(/deep/g)).toHaveLength(12);
    expect(jsonOf({ list: Array.from({ length: 5_000 }, () => 1) })?.['list']).toHaveLength(999);
  });
});
