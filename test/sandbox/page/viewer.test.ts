import { expect, test } from 'vitest';
import type { MessageRow } from '../../../sandbox/page/protocol/slack.ts';
import { type News, type Sources, Viewer } from '../../../sandbox/page/server/viewer.ts';
import { until } from '../../../sandbox/until.ts';

test('a browser that takes nothing is sent nothing, then the newest of everything once', async () => {
  const sent: string[] = [];
  const line = { bufferedAmount: 2_000_000, looked: 0, send: (text: string) => sent.push(text) };
  const slow = {
    get bufferedAmount() {
      line.looked += 1;
      return line.bufferedAmount;
    },
    send: line.send,
  };
  const said = { text: '' };
  const viewer = new Viewer(slow, sourcesSaying(said));
  for (const text of ['one', 'two', 'three']) {
    said.text = text;
    viewer.messageChanged('C 1');
  }
  await until('the browser to be looked at', () => line.looked > 0);
  expect(sent).toEqual([]);
  said.text = 'four';
  viewer.messageChanged('C 1');
  line.bufferedAmount = 0;
  await until('something to be sent', () => sent.length > 0);
  expect(sent.map((text) => JSON.parse(text).message.text)).toEqual(['four']);
});

test('a message comes before the list that counts it as unread', async () => {
  const sent: string[] = [];
  const viewer = new Viewer({ bufferedAmount: 0, send: (text) => sent.push(text) }, sourcesSaying({ text: 'hello' }));
  viewer.changed('channels');
  viewer.messageChanged('C 1');
  await until('something to be sent', () => sent.length === 2);
  expect(sent.map((text) => JSON.parse(text).type)).toEqual(['message', 'channels']);
});

test('of very many calls the newest are told', async () => {
  const sent: string[] = [];
  const viewer = new Viewer({ bufferedAmount: 0, send: (text) => sent.push(text) }, sourcesSaying({ text: '' }));
  const call = { method: 'auth.test', channelId: null, status: 200, error: null, tookMs: 1, retryAfterSeconds: null };
  for (let atMs = 1; atMs <= 700; atMs += 1) viewer.called({ ...call, atMs });
  await until('something to be sent', () => sent.length > 0);
  const { calls } = JSON.parse(sent[0] ?? '');
  expect([calls.length, calls.at(0).atMs, calls.at(-1).atMs]).toEqual([500, 201, 700]);
});

function sourcesSaying(said: { text: string }): Sources {
  const nothing = (): News => ({ type: 'channels', channels: [] });
  return {
    message: () => row(said.text),
    channels: nothing,
    modals: nothing,
    home: nothing,
    app: nothing,
    town: nothing,
    images: nothing,
  };
}

function row(text: string): MessageRow {
  return {
    channelId: 'C',
    ts: '1',
    threadTs: null,
    text,
    blocks: [],
    attachments: [],
    reactions: [],
    files: [],
    isEphemeral: false,
    isBroadcast: false,
    isEdited: false,
    isDeleted: false,
    isPinned: false,
    replies: null,
    author: { kind: 'slackbot' },
  };
}
