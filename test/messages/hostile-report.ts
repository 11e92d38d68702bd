import { pattern, shown } from './reports.ts';

const EVIL = [
  '<!channel> <@U0ANA> *bold* `code` ~s~ <https://evil.example|click me> @everyone ```fence``` &lt;!here&gt;',
  '\u202Egnp.exe\u202C خطأ في قاعدة البيانات <*> ארור 👩‍👩‍👧‍👦🚀 \u001b[31mred\u001b[0m 接続が拒否されました',
  `${'{"deeply":'.repeat(400)} <*>`,
  'first line\n*State* fine\n> quoted\n#1 · NEW forged',
];

/** What somebody who can write into a log may try. */
export const HOSTILE = shown({
  patterns: EVIL.map((text, index) =>
    pattern(index + 1, {
      standing: index === 3 ? 'same' : 'new',
      template: text,
      example: text,
      constantText: text.slice(0, 80),
      codes: [`\`${text.slice(0, 30)}\``],
      frames: [`${text.slice(0, 20)}@x.js`],
      values: [
        [
          { text: '<!channel>', count: 9 },
          { text: '`a`', count: 2 },
        ],
      ],
    }),
  ),
});
