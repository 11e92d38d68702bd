import { describe, expect, test } from 'vitest';
import { LONGEST_MS, stay } from './stay.ts';

const town = stay({ bakeMs: 5_000, rps: 150 });
const { visits } = town;

describe('a person at the page', { timeout: LONGEST_MS }, () => {
  test('deploys by text, with the keyboard alone and in the dark; an approver advances; a commander rolls back', async () => {
    const ana = await visits('ana', 'deploys', { colorScheme: 'dark' });
    await ana.types('/deploy api-gateway v1.1.0 prod because the release of today');
    await ana.presses(/^Deploy to prod$/);
    await ana.confirms(/^Deploy to prod$/);
    await ana.sees(/Started api-gateway in prod/);

    const bo = await visits('bo', 'incidentsProd', { colorScheme: 'dark' });
    await bo.advances(bo.card('api-gateway'), 25);

    const ira = await visits('ira', 'incidentsProd', { colorScheme: 'dark' });
    await ira.types('/rollback api-gateway prod now because checkout complaints');
    await ira.card('api-gateway').getByText('Rolled back').first().waitFor();
    await ira.sees(/checkout complaints/);
  });

  test('deploys by the form: what is missing is said beside each field, and nothing entered is lost', async () => {
    const dev = await visits('dev', 'deploys');
    await dev.types('/deploy');
    const form = dev.page.getByRole('dialog');
    await dev.picks('Service', 'commerce-service');
    await form.getByRole('radio', { name: /^prod/ }).check();
    await dev.picks('Image', 'v1.2.0');
    await dev.presses('Plan deploy to prod', form);
    await form.getByText('Please complete this required field.').nth(1).waitFor();
    expect(await form.getByText('Please complete this required field.').count(), 'reason and checklist').toBe(2);

    await form.getByRole('textbox', { name: /Reason/ }).fill('the fix for carts 🛒 שלום');
    await form.getByRole('checkbox').first().check();
    await dev.presses('Plan deploy to prod', form);
    await form.getByText(/4 of 5 not ticked/).waitFor();
    expect(await form.getByRole('textbox', { name: /Reason/ }).inputValue()).toBe('the fix for carts 🛒 שלום');
    expect(await dev.page.getByRole('combobox', { name: 'Image' }).inputValue()).toContain('v1.2.0');

    for (const item of await form.getByRole('checkbox').all()) await item.check();
    await dev.presses('Plan deploy to prod', form);
    await dev.sees(/Plan: commerce-service → prod/);
    await dev.presses(/^Deploy to prod$/);
    await dev.confirms(/^Deploy to prod$/);
    await dev.sees(/Started commerce-service in prod/);
  });

  test('sees a bad image come back by itself, and reads why in the thread that a permalink opens', async () => {
    const dev = await visits('dev', 'incidentsProd');
    await dev.types('/deploy platform-service errors-100pct prod');
    await dev.presses(/^Deploy to prod$/);
    await dev.confirms(/^Deploy to prod$/);
    await dev.card('platform-service').getByText('Rolled back').first().waitFor();
    await dev.page
      .getByRole('link', { name: /See the card|Follow it here/ })
      .last()
      .click();
    await dev.presses(/replies/, dev.card('platform-service'));
    const thread = dev.page.getByRole('complementary', { name: /Thread/ });
    const reply = thread.getByRole('article').filter({ hasText: 'Errors of platform-service' }).last();
    const permalink = await reply.locator('a[href^="/archives/"]').first().getAttribute('href');
    expect(permalink).toMatch(/\/p\d{16}\?thread_ts=\d+\.\d{6}&cid=/);

    const bo = await visits('bo', 'random');
    await bo.page.goto(`${town.sandbox.pageUrl}${permalink}`);
    const opened = bo.page.getByRole('complementary', { name: /Thread/ });
    await opened.locator('.message-marked').filter({ hasText: 'Errors of platform-service' }).waitFor();
  });

  test('is refused as a guest, in words that only the guest sees', async () => {
    const gus = await visits('gus', 'incidentsProd');
    const ana = await visits('ana', 'incidentsProd');
    await gus.types('/deploy api-gateway v1.1.0 prod');
    await gus.sees(/Guests of this workspace can read, but not act/);
    await gus.types('so much for that');
    await ana.sees('so much for that');
    expect(await ana.page.getByText(/Guests of this workspace/).count()).toBe(0);
  });

  test('is at two browsers at once, and both show the same', async () => {
    const [one, other] = [await visits('ana', 'deploys'), await visits('ana', 'deploys')];
    await one.types('/deploy frobnicate prod');
    await other.sees(/frobnicate/);
    await one.types('good morning');
    await other.sees('good morning');
    await other.types('/deploy');
    await one.page.getByRole('dialog').getByText('Deploy to Cloud Run').waitFor();
    await one.closes();
    await other.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('loses nothing when the bot is restarted in the middle', async () => {
    const ana = await visits('ana', 'incidentsProd');
    await ana.types('/deploy ai-service v1.1.0 prod');
    await ana.presses(/^Deploy to prod$/);
    await ana.confirms(/^Deploy to prod$/);
    const bo = await visits('bo', 'incidentsProd');
    await bo.card('ai-service').getByText('Canary 5').first().waitFor();
    const web = town.sandbox.town.processes.find(({ door }) => door === 'web');
    await web?.kill9();
    await bo.types('/deploy status');
    await bo.sees(/\/deploy failed/);
    await bo.page.getByText('Slipway is not answering').waitFor();
    await bo.page.getByText('Slipway is not answering').waitFor({ state: 'detached' });
    await bo.advances(bo.card('ai-service'), 25);
  });
});
