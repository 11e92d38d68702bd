import { describe, expect, test } from 'vitest';
import { GRAMMAR } from '../../src/core/grammar.ts';
import { help } from '../../src/messages/help.ts';
import { mentionHelp } from '../../src/messages/mention-help.ts';
import { aService, catalog } from '../fakes/catalog.ts';
import { expectGolden } from './golden.ts';

describe('help', () => {
  test('shows everything that can be said, with the services of the reader', async () => {
    await expectGolden('help', help(null, catalog));
  });

  test.for(GRAMMAR.map(({ verb }) => verb))('explains %s', async (verb) => {
    await expectGolden(`help-${verb}`, help(verb, catalog));
  });

  test('fits into a message however many services there are', async () => {
    const services = Array.from({ length: 300 }, (_, index) => aService(`${'very-'.repeat(10)}long-name-${index}`));
    await expectGolden('help-many-services', help(null, { ...catalog, services }));
  });

  test('is short for whoever says only the name of the bot', async () => {
    await expectGolden('mention-help', mentionHelp(catalog, ''));
    await expectGolden('mention-not-understood', mentionHelp(catalog, 'make me a sandwich <!channel>'));
  });

  test('gives no examples where nothing can be deployed', () => {
    expect(JSON.stringify(help(null, { ...catalog, services: [] }))).not.toContain('For example');
  });
});
