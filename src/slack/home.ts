import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import { HOME } from '../core/request.ts';
import type { Home, Replies } from '../ports/slack.ts';
import { refusalCode } from './call-outcome.ts';
import { checkHome } from './home-limits.ts';

const team = z.object({ url: z.string() });

/**
 * App Home in Slack. The workspace's address is asked for once. A Home that Slack will never take is left to the log: no
 * other try would show it, and whoever waits behind it must not.
 */
export function slackHome({ client, log }: { readonly client: WebClient; readonly log: Logger }): Home {
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
      if (problems.length > 0) return log.error({ problems, userId }, 'a Home has blocks that Slack would refuse');
      try {
        await client.apiCall('views.publish', { user_id: userId, view });
      } catch (error) {
        const because = refusalCode(error);
        if (because === null) throw error;
        log.warn({ because, userId }, 'a Home could not be shown');
      }
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
