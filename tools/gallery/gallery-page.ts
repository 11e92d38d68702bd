import type { Family } from './exhibits.ts';

/** The page that shows the pictures. The fingerprint lets a test say that they are out of date. */
export function galleryPage(all: readonly Family[], fingerprint: string): string {
  return [
    `<!-- Made by npm run gallery from messages ${fingerprint}. -->`,
    '# What Slipway says in Slack',
    '',
    'Every message, form and Home that the tests keep, drawn by the page of `npm run sandbox`. The names are those of the',
    'files in [test/messages/golden](../../test/messages/golden). In Slack itself letters and colours differ a little.',
    '',
    ...sections(all).map(({ name, title }) => `* [${title}](#${name})`),
    '',
    ...sections(all).flatMap(({ name, title }) => [
      `<a name="${name}"></a>`,
      '',
      `## ${title}`,
      '',
      '<picture>',
      `  <source media="(prefers-color-scheme: dark)" srcset="${name}.dark.webp">`,
      `  <img alt="${title}" src="${name}.light.webp">`,
      '</picture>',
      '',
    ]),
  ].join('\n');
}

/** What is pictured of the page itself, see page-pictures.ts. */
export const PAGE_PICTURES = [
  { name: 'thread', title: 'The page: a channel and a thread' },
  { name: 'town', title: 'The page: the town beside Slack' },
  { name: 'phone', title: 'The page on a phone' },
] as const;

function sections(all: readonly Family[]): readonly { readonly name: string; readonly title: string }[] {
  return [...all, ...PAGE_PICTURES];
}

/** The fingerprint that a page was made with; null when it is none of ours. */
export function fingerprintIn(text: string): string | null {
  return /from messages ([0-9a-f]+)\./.exec(text)?.[1] ?? null;
}
