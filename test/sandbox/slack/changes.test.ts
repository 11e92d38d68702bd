import { describe, expect, test } from 'vitest';
import type { Change } from '../../../sandbox/slack/changes.ts';
import {
  exampleApp,
  exampleChannels,
  exampleUsers,
  exampleWorkspace,
} from '../../../sandbox/slack/example-workspace.ts';

const { deploys: channelId } = exampleChannels;
const { ana, bo } = exampleUsers;
const { botUserId } = exampleApp;
const says = (text: string) => ({ text, blocks: [], attachments: [], metadata: undefined });
const post = (text: string, more: object = {}) => ({ channelId, userId: botUserId, content: says(text), ...more });

function watched() {
  const workspace = exampleWorkspace(Date.now);
  const changes: Change[] = [];
  const end = workspace.onChange((change) => changes.push(change));
  /** The kinds of change that this act brings. */
  const kindsOf = (act: () => unknown) => {
    changes.length = 0;
    act();
    return changes.map(({ kind }) => kind);
  };
  return { workspace, changes, kindsOf, end };
}

const modal = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] };

describe('screens are told at once of', () => {
  test('a message: its post, edit, reaction, broadcast and end', () => {
    const { workspace, kindsOf } = watched();
    const { conversations } = workspace;
    const root = conversations.post(post('card'));
    const reply = conversations.post(post('line', { threadTs: root.ts }));
    expect(kindsOf(() => conversations.post(post('x')))).toEqual(['read', 'message']);
    expect(kindsOf(() => conversations.edit(root, says('card 2')))).toEqual(['message']);
    expect(kindsOf(() => workspace.react({ userId: ana, channelId, ts: root.ts, name: 'eyes' }))).toEqual(['message']);
    expect(kindsOf(() => conversations.broadcast(reply))).toEqual(['message']);
    expect(kindsOf(() => conversations.remove(root))).toEqual(['message']);
  });

  test('what one person alone is shown', () => {
    const { workspace, changes, kindsOf } = watched();
    const shown = { ...post('for you', { userId: ana }), from: 'app' as const };
    expect(kindsOf(() => workspace.conversations.postEphemeral(shown))).toEqual(['ephemeral']);
    expect(changes).toMatchObject([{ message: { userId: ana, content: { text: 'for you' } } }]);
  });

  test('a person’s forms and Home tab, and of nobody else’s', () => {
    const { workspace, changes } = watched();
    const { views } = workspace;
    const opened = views.open(views.newTrigger(ana), modal);
    views.update({ viewId: opened.id }, modal);
    views.close(opened);
    views.publish(bo, { type: 'home', blocks: [] });
    const ofAna = { kind: 'modals', userId: ana };
    expect(changes).toEqual([ofAna, ofAna, ofAna, { kind: 'home', userId: bo }]);
  });

  test('how far a person has read, once', () => {
    const { workspace, changes, kindsOf } = watched();
    const { ts } = workspace.conversations.post(post('x'));
    const read = () => workspace.markRead({ userId: ana, channelId, ts });
    expect([kindsOf(read), kindsOf(read)]).toEqual([['read'], []]);
    expect(changes).toEqual([]);
  });
});

test('who looks away is told no more, and who stumbles holds up nobody', () => {
  const { workspace, changes, end } = watched();
  workspace.onChange(() => {
    throw new Error('stumbled');
  });
  const late: Change[] = [];
  workspace.onChange((change) => late.push(change));
  end();
  workspace.conversations.post(post('x'));
  expect([changes, late.map(({ kind }) => kind)]).toEqual([[], ['read', 'message']]);
});

describe('unread', () => {
  const unread = ({ unread: all, mentions }: { unread: number; mentions: number }) => [all, mentions];

  test('counts what others wrote since, and who was named', () => {
    const { workspace } = watched();
    const first = workspace.conversations.post(post('one'));
    workspace.conversations.post(post(`two for <@${ana}>`));
    workspace.conversations.post(post('three <!here>'));
    expect([unread(workspace.unreadOf(ana, channelId)), unread(workspace.unreadOf(bo, channelId))]).toEqual([
      [3, 2],
      [3, 1],
    ]);
    workspace.markRead({ userId: ana, channelId, ts: first.ts });
    expect(unread(workspace.unreadOf(ana, channelId))).toEqual([2, 2]);
  });

  test('ends where the person writes', async () => {
    const { workspace } = watched();
    workspace.conversations.post(post('one'));
    await workspace.say({ userId: ana, channelId, text: 'two' });
    workspace.conversations.post(post('three'));
    expect(unread(workspace.unreadOf(ana, channelId))).toEqual([1, 0]);
  });

  test('of a thread is counted apart, and of the channel only where a reply is broadcast', () => {
    const { workspace } = watched();
    const { ts } = workspace.conversations.post(post('card'));
    workspace.markRead({ userId: ana, channelId, ts });
    workspace.conversations.post(post('quiet', { threadTs: ts }));
    workspace.conversations.post(post('loud', { threadTs: ts, isBroadcast: true }));
    expect([unread(workspace.unreadOf(ana, channelId, ts)), unread(workspace.unreadOf(ana, channelId))]).toEqual([
      [2, 0],
      [1, 0],
    ]);
  });

  test('never comes back by an older mark, and goes with the message', () => {
    const { workspace } = watched();
    const first = workspace.conversations.post(post('one'));
    const second = workspace.conversations.post(post(`two <@${ana}>`));
    workspace.conversations.remove(second);
    expect(unread(workspace.unreadOf(ana, channelId))).toEqual([1, 0]);
    const third = workspace.conversations.post(post('three'));
    for (const { ts } of [third, first]) workspace.markRead({ userId: ana, channelId, ts });
    expect(unread(workspace.unreadOf(ana, channelId))).toEqual([0, 0]);
  });
});
