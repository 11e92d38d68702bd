import { describe, expect, test } from 'vitest';
import { LONGEST_MS, stay } from './stay.ts';
import type { Visitor } from './visit.ts';

const town = stay({ bakeMs: 60_000, rps: 50 });
let ana: Visitor;

const comesTo = async (channel: Parameters<typeof town.visits>[1] = 'deploys'): Promise<void> => {
  ana = await town.visits('ana', channel, { colorScheme: 'dark' });
};
const field = () => ana.page.getByRole('textbox', { name: /^Message #/ });
const dialog = () => ana.page.getByRole('dialog');
/** Letter by letter, wherever the focus is, as fingers do. */
const types = (words: string) => ana.page.keyboard.type(words);
const hits = (key: string) => ana.page.keyboard.press(key);
const opensForm = async () => {
  await types('/rollback ');
  await hits('Enter');
  await dialog().getByRole('combobox').first().waitFor();
};

describe('with the keyboard alone', { timeout: LONGEST_MS }, () => {
  test.each([
    { way: 'Esc', close: () => hits('Escape') },
    { way: 'Cancel', close: () => ana.presses(/^Cancel$/, dialog()) },
    { way: '✕', close: () => ana.presses(/^Close$/, dialog()) },
  ])('one writes on after a modal was closed by $way', async ({ close }) => {
    await comesTo();
    await opensForm();
    await close();
    await dialog().waitFor({ state: 'detached' });
    await types('on we go');
    expect(await field().inputValue()).toBe('on we go');
  });

  test('a form begins in its first field, and a space there closes nothing', async () => {
    await comesTo();
    await opensForm();
    expect(await ana.page.locator(':focus').getAttribute('role')).toBe('combobox');
    await types(' ');
    expect(await dialog().count()).toBe(1);
    await ana.presses(/^Cancel$/, dialog());
    await dialog().waitFor({ state: 'detached' });
  });

  test('a button that goes away leaves the focus with what is near', async () => {
    await comesTo('incidentsProd');
    await types('/deploy api-gateway v1.1.0 prod');
    await hits('Enter');
    await ana.presses(/^Deploy to prod$/);
    await ana.confirms(/^Deploy to prod$/);
    await ana.sees(/Started api-gateway in prod/);
    await types('hello');
    expect(await field().inputValue()).toBe('hello');
  });
});

describe('when Slack is away', { timeout: LONGEST_MS }, () => {
  test('the page says so for as long as it is', async () => {
    await comesTo();
    town.sandbox.town.slack.setAway(true);
    await ana.sees(/Slack is away, as the town has it/);
    town.sandbox.town.slack.setAway(false);
    await ana.page.getByText(/Slack is away, as the town has it/).waitFor({ state: 'detached' });
  });
});

describe('on a first visit', { timeout: LONGEST_MS }, () => {
  test('the page opens where the terminal says, and names a command to begin with', async () => {
    await comesTo();
    await ana.page.goto(town.sandbox.pageUrl);
    await ana.page.getByRole('textbox', { name: 'Message #deploys' }).waitFor();
    await ana.goes('partners');
    await ana.sees('/deploy api-gateway v1.1.0 prod');
  });
});

describe('in a long channel', { timeout: LONGEST_MS }, () => {
  test('what one writes brings one to the end, and PageUp in the empty field away from it', async () => {
    await comesTo('random');
    for (let line = 1; line <= 30; line++) {
      await types(`line ${line}`);
      await hits('Enter');
    }
    const latest = ana.page.getByRole('button', { name: 'Jump to the latest' });
    const first = ana.page.getByText('line 1', { exact: true });
    await ana.page.getByText('line 30', { exact: true }).waitFor();
    await hits('PageUp');
    await hits('PageUp');
    await latest.waitFor();
    await first.waitFor();
    await types('and the last');
    await hits('Enter');
    await latest.waitFor({ state: 'detached' });
    await ana.sees('and the last');
  });

  test('the arrow keys walk the messages from an empty field and back, and Tab comes to their tools', async () => {
    await comesTo('random');
    await types('this one is walked to');
    await hits('Enter');
    await ana.sees('this one is walked to');
    await hits('ArrowUp');
    expect(await ana.page.locator('article:focus').innerText()).toContain('this one is walked to');
    await hits('ArrowUp');
    expect(await ana.page.locator('article:focus').innerText()).not.toContain('this one is walked to');
    await hits('ArrowDown');
    const message = ana.page.getByRole('article').filter({ hasText: 'this one is walked to' });
    await message.getByRole('button', { name: 'Reply in a thread' }).waitFor();
    await hits('ArrowDown');
    await types('back');
    expect(await field().inputValue()).toBe('back');
  });
});
