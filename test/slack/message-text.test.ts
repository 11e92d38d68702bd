import { describe, expect, test } from 'vitest';
import { unescaped, wordsToBot } from '../../src/slack/message-text.ts';

const BOT = 'U0SLIPWAY';

describe('what Slack escaped is read as it was typed', () => {
  test.for<readonly [string, string]>([
    ['because R&amp;D says so', 'because R&D says so'],
    ['p99 &lt; 300 ms &amp;&amp; 5xx &gt; 1 %', 'p99 < 300 ms && 5xx > 1 %'],
    // Somebody typed the entity itself.
    ['&amp;amp; &amp;lt;', '&amp; &lt;'],
    ['nothing to do & nowhere', 'nothing to do & nowhere'],
    ['&quot;&#39;', '&quot;&#39;'],
  ])('%s → %s', ([sent, typed]) => {
    expect(unescaped(sent)).toBe(typed);
  });
});

describe('a message is for the bot when it begins with its name', () => {
  test.for<readonly [string, string]>([
    ['<@U0SLIPWAY> status', 'status'],
    ['  <@U0SLIPWAY>   status  api-gateway prod ', 'status  api-gateway prod'],
    ['\u200b<@U0SLIPWAY> status', 'status'],
    ['<@U0SLIPWAY|slipway> status', 'status'],
    ['<@U0SLIPWAY>: status', 'status'],
    ['<@U0SLIPWAY>, status', 'status'],
    ['<@U0SLIPWAY>\nstatus', 'status'],
    ['<@U0SLIPWAY> abort because R&amp;D said so', 'abort because R&D said so'],
    ['<@U0SLIPWAY> pause because <@U0BO> looks into it', 'pause because <@U0BO> looks into it'],
    ['<@U0SLIPWAY> deploy `api-gateway` prod', 'deploy `api-gateway` prod'],
    ['<@U0SLIPWAY>', ''],
  ])('%s', ([text, words]) => {
    expect(wordsToBot(text, BOT)).toBe(words);
  });
});

describe('with its name elsewhere it is only spoken of, and told how to speak to it', () => {
  test.for([
    'thanks <@U0SLIPWAY>!',
    'can <@U0SLIPWAY> abort this?',
    'see `kubectl` and <@U0SLIPWAY>',
    '&gt; a quotation\nsaid <@U0SLIPWAY>',
  ])('%s', (text) => {
    expect(wordsToBot(text, BOT)).toBe('');
  });
});

describe('in code or in a quotation its name is nothing at all', () => {
  test.for([
    '`<@U0SLIPWAY> abort`',
    'type `<@U0SLIPWAY> abort` to end it',
    '```\n<@U0SLIPWAY> rollback api-gateway prod now\n```',
    '```<@U0SLIPWAY> abort',
    '&gt; <@U0SLIPWAY> abort',
    'as ana said:\n&gt; <@U0SLIPWAY> abort\nwhich was right',
    '<@U0OTHER> status',
    'no name in it',
  ])('%s', (text) => {
    expect(wordsToBot(text, BOT)).toBeNull();
  });
});
