import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { HOME } from '../core/request.ts';
import type { Home, Replies } from '../ports.ts';
import { checkHome } from './home-limits.ts';

const team = z.object({ url: z.string() });

/** App Home in Slack. The workspace's address is asked for once. */
export function slackHome(client: WebClient): Home {
  let known: Promise<string> | null = null;
  const address = () => {
    known ??= client.apiCall('auth.test').then((answer) => team.parse(answer).url);
    return known.catch((error: unknown) => {
      known = null;
      throw error;
    });
  };
  return {
    publish: async (userId, { blocks }) => {
      const view = { type: 'home', blocks };
      const problems = checkHome(view);
      if (problems.length > 0) throw new Error(`Slack would refuse this Home: ${problems.join('; ')}`);
      await client.apiCall('views.publish', { user_id: userId, view });
    },
    linkTo: async (channel, ts) => new URL(`archives/${channel}/p${ts.replace('.', '')}`, await address()).href,
  };
}

/** Answers there what was pressed in App Home: it is no channel, and nobody else sees it. */
export function repliesWithHome(replies: Replies, show: (userId: string, note: Note) => Promise<void>): Replies {
  return {
    send: (to, content, how) => (to.channel === HOME ? show(to.userId, content) : replies.send(to, content, how)),
  };
}

type Note = Parameters<Replies['send']>[1];
