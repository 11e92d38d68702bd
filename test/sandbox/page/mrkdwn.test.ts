import { describe, expect, test } from 'vitest';
import { type Node, parseMrkdwn } from '../../../sandbox/page/client/blocks/parse-mrkdwn.ts';

const text = (words: string): Node => ({ kind: 'text', text: words });
const styled = (kind: 'bold' | 'italic' | 'strike' | 'quote', words: string): Node => ({ kind, nodes: [text(words)] });

describe("Slack's mrkdwn, as the page reads it", () => {
  test.for<[string, Node[]]>([
    ['*bold* and _italic_', [styled('bold', 'bold'), text(' and '), styled('italic', 'italic')]],
    ['~25%~ → 50%', [styled('strike', '25%'), text(' → 50%')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['snake_case_name', [text('snake_case_name')]],
    ['*never closed', [text('*never closed')]],
    ['`a &lt; b`', [{ kind: 'code', text: 'a < b' }]],
    ['```\none\ntwo\n```', [{ kind: 'pre', text: 'one\ntwo' }]],
    ['&gt; said', [styled('quote', 'said')]],
    ['one\ntwo', [text('one'), { kind: 'break' }, text('two')]],
    ['<@U0ANA> in <#C0DEPLOYS|deploys>', [user('U0ANA'), text(' in '), channel('C0DEPLOYS', 'deploys')]],
    ['<!subteam^S0SRE>', [{ kind: 'group', id: 'S0SRE', label: null }]],
    [
      '<!date^1700000000^{time}|22:13>',
      [{ kind: 'date', seconds: 1_700_000_000, format: '{time}', fallback: '22:13' }],
    ],
    ['<https://a.example|the *card*>', [link('https://a.example', [text('the '), styled('bold', 'card')])]],
    ['&lt;@U0ANA&gt; is text', [text('<@U0ANA> is text')]],
    ['Uhrzeit 12:30:45', [text('Uhrzeit 12:30:45')]],
  ])('%s', ([source, nodes]) => expect(parseMrkdwn(source)).toEqual(nodes));

  test('an address is a link only in text that is not verbatim', () => {
    const source = 'see https://a.example/x.';
    expect(parseMrkdwn(source)).toEqual([text(source)]);
    const address = link('https://a.example/x', [text('https://a.example/x')]);
    expect(parseMrkdwn(source, false)).toEqual([text('see '), address, text('.')]);
  });
});

function user(id: string): Node {
  return { kind: 'user', id, label: null };
}

function channel(id: string, label: string): Node {
  return { kind: 'channel', id, label };
}

function link(href: string, nodes: Node[]): Node {
  return { kind: 'link', href, nodes };
}
