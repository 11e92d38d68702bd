import { expect, test } from 'vitest';
import { readable } from '../../src/core/plain-text.ts';

test.for([
  ['R&amp;D said a &lt; b &gt; c', 'R&D said a < b > c'],
  // What somebody wrote as an entity was escaped too, and is read once alone.
  ['&amp;lt;', '&lt;'],
  [
    'see <https://run.example/a?b=1&amp;c=2|the console> at <!date^1763733600^{time}|14:00 UTC>',
    'see the console at 14:00 UTC',
  ],
  ['nothing of Slack’s', 'nothing of Slack’s'],
] as const)('%s is read as %s', ([markup, text]) => expect(readable(markup)).toBe(text));
