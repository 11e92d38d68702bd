import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleApp, exampleChannels, exampleUsers, exampleWorkspace } from '../../sandbox/slack/example-workspace.ts';
import { isObject, type JsonObject, tryJson } from '../../sandbox/slack/json.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';

const GOLDEN = join(import.meta.dirname, '..', '..', 'test', 'messages', 'golden');

/** The example workspace with many channels and messages: the bot's own, as its tests keep them, in threads of four. */
export function crowdedWorkspace(channels: number, messages: number): Workspace {
  const workspace = exampleWorkspace(Date.now);
  const { deploys } = exampleChannels;
  const others = Array.from({ length: Math.max(0, channels - Object.keys(exampleChannels).length) }, (_, at) => {
    const id = `C0TEAM${at}`;
    const memberIds = new Set([...Object.values(exampleUsers), exampleApp.botUserId]);
    workspace.directory.addChannel({
      ...{ id, name: `team-${at}`, isPrivate: false, isArchived: false, isExtShared: false, memberIds },
    });
    return id;
  });
  // Half of everything stands in the channel that is looked at.
  const places = [deploys, ...others];
  const contents = botsContents();
  let root: string | undefined;
  for (let at = 0; at < messages; at++) {
    const channelId = at % 2 === 0 ? deploys : (places[(at >> 1) % places.length] ?? deploys);
    const content = contents[at % contents.length];
    if (content === undefined) throw new Error('the tests keep no message');
    const isReply = channelId === deploys && at % 8 !== 0;
    const { ts } = workspace.conversations.post({
      ...{ channelId, userId: exampleApp.botUserId },
      content: { ...content, attachments: [], metadata: undefined },
      threadTs: isReply ? root : undefined,
    });
    if (channelId === deploys && !isReply) root = ts;
  }
  return workspace;
}

function botsContents(): { text: string; blocks: JsonObject[] }[] {
  return readdirSync(GOLDEN)
    .filter((name) => name.endsWith('.json'))
    .map((name) => tryJson(readFileSync(join(GOLDEN, name), 'utf8')))
    .filter(isObject)
    .flatMap(({ text, blocks }) =>
      typeof text === 'string' && Array.isArray(blocks) ? [{ text, blocks: blocks.filter(isObject) }] : [],
    );
}
