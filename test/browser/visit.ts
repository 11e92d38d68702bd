import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import type { Name } from '../../sandbox/town/people.ts';

/** A town answers in milliseconds; a machine that runs other tests may take its time. */
const PATIENCE_MS = 20_000;
const MOST_TABS = 150;

export type Visitor = Awaited<ReturnType<typeof visit>>;
type Channel = keyof typeof exampleChannels;
type Look = Pick<BrowserContextOptions, 'colorScheme' | 'viewport'>;

/** Somebody with a browser of their own at the page, who uses it by what they can see and reach with the keyboard. */
export async function visit(browser: Browser, url: string, who: Name, channel: Channel, look: Look = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...look });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(`${url}/archives/${exampleChannels[channel]}?as=${exampleUsers[who]}`);
  const field = page.getByRole('textbox', { name: /^Message #/ });
  await field.waitFor();
  const types = async (words: string): Promise<void> => {
    await field.focus();
    await page.keyboard.insertText(words);
    await page.keyboard.press('Enter');
  };
  return {
    ...{ page, context, complaints, types },
    sees: (words: string | RegExp): Promise<void> => page.getByText(words).last().waitFor(),
    goes: (to: Channel): Promise<void> => page.locator(`a[href="/archives/${exampleChannels[to]}"]`).click(),
    /** By keyboard alone: Tab until it has the focus, then Enter. */
    presses: (button: string | RegExp, inside: Locator | Page = page) => pressesByKey(page, inside, button),
    /** The question that a button asks first. */
    confirms: (button: string | RegExp) => pressesByKey(page, page.getByRole('dialog'), button),
    /** Presses Advance on a card, and stands for the evidence that is missing when it asks. */
    advances: async (card: Locator, percent: number): Promise<void> => {
      await pressesByKey(page, card, new RegExp(`^Advance canary to ${percent}`));
      const question = page.getByRole('dialog');
      const moved = card.getByText(new RegExp(`(Moving to|Canary) ${percent}`)).first();
      await question.or(moved).first().waitFor();
      if (await question.isVisible()) await pressesByKey(page, question, /Advance/);
      await moved.waitFor();
    },
    /** The card of a rollout, as it is now. */
    card: (service: string): Locator =>
      page
        .getByRole('main')
        .getByRole('article')
        .filter({ hasText: `${service} → prod` })
        .filter({ hasText: 'Stable' })
        .last(),
    /** The tools of a message show when one points at it, or comes to it by keyboard. */
    opensMenuOf: async (message: Locator): Promise<void> => {
      await message.getByRole('link').first().focus();
      await tabsTo(page, message.getByRole('button', { name: /^More actions/ }), 'Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
    },
    /** Opens a list by typing into its field, and takes the first that is found. */
    picks: async (label: string | RegExp, words: string): Promise<void> => {
      const box = page.getByRole('combobox', { name: label });
      await box.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.insertText(words);
      // What stands first is what Enter takes; the list is narrowed a moment after one has typed.
      await page
        .getByRole('listbox')
        .getByRole('option')
        .first()
        .and(page.getByRole('option', { name: words }))
        .waitFor();
      await page.keyboard.press('Enter');
    },
    asks: async (words: string, answer: RegExp): Promise<void> => {
      await types(words);
      await page.getByRole('main').getByText(answer).last().waitFor();
    },
    /** Closes what lies over the page, if anything does. */
    closes: async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').or(page.getByRole('menu')).waitFor({ state: 'detached' });
    },
    /** On a phone the list of channels is a pane of its own. */
    opensPeople: async (): Promise<void> => {
      const back = page.getByRole('button', { name: 'Show the channels' });
      if (await back.isVisible()) await back.click();
      await pressesByKey(page, page, /Act as somebody else/);
    },
    opensForm: async (command: string): Promise<void> => {
      await types(command);
      await page.getByRole('dialog').getByRole('combobox').first().waitFor();
    },
    goesHome: async (): Promise<void> => {
      await page.getByRole('link', { name: 'Slipway Home' }).click();
      await page
        .getByRole('main')
        .getByText(/Deploy:/)
        .first()
        .waitFor();
    },
    axe: () => axeOf(page),
  };
}

async function pressesByKey(page: Page, inside: Locator | Page, name: string | RegExp): Promise<void> {
  const button = inside.getByRole('button', { name }).last();
  await button.waitFor();
  await tabsTo(page, button);
  await page.keyboard.press('Enter');
}

/** Backwards, because what is newest stands right above the field in which one types. */
async function tabsTo(page: Page, there: Locator, key: 'Tab' | 'Shift+Tab' = 'Shift+Tab'): Promise<void> {
  for (let presses = 0; presses < MOST_TABS; presses++) {
    if (await there.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${String(there)} within ${MOST_TABS} presses of Tab`);
}

/** What axe finds wrong with what is on the screen, in words. */
async function axeOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>(
    'axe.run()',
  );
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}
