import { beforeAll, describe, expect, test } from 'vitest';
import { peopleOf } from '../../sandbox/town/people.ts';
import { LONGEST_MS, stay } from './stay.ts';
import type { Visitor } from './visit.ts';

const town = stay({ bakeMs: 60_000, rps: 50 });

beforeAll(async () => {
  const { says, pressesShown } = peopleOf(town.sandbox.town.slack);
  await says('ana', '/deploy api-gateway v1.1.0 prod');
  await pressesShown('ana', 'confirm_plan');
}, LONGEST_MS);

/** What one comes past, in order; each is closed again before the next. */
const VIEWS: readonly { readonly of: string; readonly open: (ana: Visitor) => Promise<void> }[] = [
  { of: 'a card', open: (ana) => ana.card('api-gateway').getByText('Canary 5').first().waitFor() },
  { of: 'a plan', open: (ana) => ana.asks('/deploy plan web-portal v1.1.0 prod', /Plan: web-portal/) },
  { of: 'a refusal', open: (ana) => ana.asks('/deploy frobnicate', /frobnicate/) },
  { of: 'what people can say', open: (ana) => ana.asks('/deploy help', /rollback/i) },
  { of: 'the menu of a message', open: (ana) => ana.opensMenuOf(ana.card('api-gateway')) },
  { of: 'the question before a rollback', open: (ana) => ana.presses('Roll Back', ana.card('api-gateway')) },
  { of: 'the form of a deploy', open: (ana) => ana.opensForm('/deploy') },
  { of: 'the form of a rollback', open: (ana) => ana.opensForm('/rollback') },
  { of: 'the thread of a card', open: (ana) => ana.presses(/repl(y|ies)/, ana.card('api-gateway')) },
  { of: 'the people one can be', open: (ana) => ana.opensPeople() },
  { of: 'the Home tab', open: (ana) => ana.goesHome() },
];

describe.each([
  { scheme: 'light', place: 'desk', viewport: { width: 1440, height: 900 } },
  { scheme: 'dark', place: 'desk', viewport: { width: 1440, height: 900 } },
  { scheme: 'light', place: 'phone', viewport: { width: 390, height: 844 } },
  { scheme: 'dark', place: 'phone', viewport: { width: 390, height: 844 } },
] as const)('$scheme, at a $place', ({ scheme, viewport }) => {
  test('nothing keeps anybody out, and the browser has nothing to complain of', { timeout: LONGEST_MS }, async () => {
    const ana = await town.visits('ana', 'incidentsProd', { colorScheme: scheme, viewport });
    for (const { of, open } of VIEWS) {
      await open(ana);
      expect(await ana.axe(), of).toEqual([]);
      await ana.closes();
    }
  });
});
