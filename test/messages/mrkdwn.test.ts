import { describe, expect, it } from 'vitest';
import { divider, message, preformatted, section } from '../../src/messages/blocks.ts';
import { channel, code, cut, date, group, link, mrkdwn, user } from '../../src/messages/mrkdwn.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';

describe('what is inserted cannot be live', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['a & b', 'a &amp; b'],
    ['two\nlines', 'two lines'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u202Eevil', 'evil'],
    ['api\u200Bgateway', 'apigateway'],
    ['half \uD83D', 'half \uFFFD'],
  ])('%j', (text, shown) => {
    expect(mrkdwn`[${text}]`.mrkdwn).toBe(`[${shown}]`);
  });

  it('and neither can a backtick end what is monospaced', () => {
    expect(code('a`b').mrkdwn).toBe('`aˋb`');
  });
});

describe('our own inserts are live only for what they are made for', () => {
  it.each([
    ['a user', user('U0ANA'), '<@U0ANA>'],
    ['no user', user('ana> <!here'), 'ana&gt; &lt;!here'],
    ['a group', group('S0SRE'), '<!subteam^S0SRE>'],
    ['no group', group('here'), 'here'],
    ['a channel', channel('C0INCIDENT'), '<#C0INCIDENT>'],
    ['no channel', channel('#general'), '#general'],
    ['a link', link('https://example.com/?a=1&b=2', 'the page'), '<https://example.com/?a=1&amp;b=2|the page>'],
    ['a link with a bar in its label', link('https://example.com', 'a|b'), '<https://example.com|a¦b>'],
    ['a link to this machine', link('http://127.0.0.1:4400/x', 'the page'), '<http://127.0.0.1:4400/x|the page>'],
    ['no link', link('javascript:alert(1)', 'the page'), 'the page'],
    ['no link without encryption', link('http://example.com', 'the page'), 'the page'],
    ['a time', date(1_795_269_731_000), '<!date^1795269731^{time}|14:02 UTC>'],
    ['a time with seconds', date(1_795_269_731_000, 'seconds'), '<!date^1795269731^{time_secs}|14:02:11 UTC>'],
  ])('%s', (_, insert, shown) => {
    expect(mrkdwn`${insert}`.mrkdwn).toBe(shown);
  });
});

it.each([
  ['a mention', mrkdwn`abc ${user('U0ANA')}`, 8, 'abc …'],
  ['an escape', mrkdwn`abcd${'&'}efgh`, 8, 'abcd…'],
  ['a pair', mrkdwn`abc${'🚀'}efgh`, 5, 'abc…'],
  ['nothing that fits', mrkdwn`abcd`, 4, 'abcd'],
])('a cut never goes through %s', (_, text, max, shown) => {
  expect(cut(text, max)).toBe(shown);
});

it('shows log text in a block where Slack parses nothing, and breaks what would mention all the same', () => {
  const shown = JSON.stringify(preformatted('<!channel> @here <@U0ANA> a < b'));
  expect(shown).toContain('"text":"‹!channel> ＠here ‹@U0ANA> a < b"');
  expect(shown).toContain('rich_text_preformatted');
});

it('writes the sentence without marks that would be read out', () => {
  const content = message(mrkdwn`*Now* ${code('x')} 2 * 3`, [section(mrkdwn`*Now*`), divider()]);
  expect(content.text).toBe('Now x 2 * 3');
  expect(checkMessage(content)).toEqual([]);
});
