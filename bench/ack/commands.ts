import { bodyOf, signatureOf } from '../../sandbox/slack/delivery.ts';
import { exampleApp, exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';

export type SignedCommand = { readonly reason: string; readonly headers: string; readonly body: string };

const FIXED = bodyOf({
  type: 'slash_commands',
  payload: {
    token: exampleApp.verificationToken,
    team_id: exampleApp.teamId,
    team_domain: exampleApp.teamDomain,
    channel_id: exampleChannels.deploys,
    channel_name: 'deploys',
    user_id: exampleUsers.ana,
    user_name: 'ana',
    command: '/deploy',
    api_app_id: exampleApp.appId,
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T0SLIPWAY/1/aaaaaaaaaaaaaaaaaaaaaaaa',
  },
});

/** `/deploy api-gateway prod because …`, each with a reason of its own, so that none is the repetition of another. */
export function commandMaker(): () => SignedCommand {
  let made = 0;
  return () => {
    made += 1;
    const reason = `bench ${made}`;
    const text = encodeURIComponent(`api-gateway prod because ${reason}`);
    const body = `${FIXED}&text=${text}&trigger_id=1.2.${made}`;
    const seconds = Math.floor(Date.now() / 1000);
    const signature = signatureOf(body, seconds, exampleApp.signingSecret);
    const headers =
      'content-type: application/x-www-form-urlencoded\r\nuser-agent: Slackbot 1.0\r\n' +
      `x-slack-request-timestamp: ${seconds}\r\nx-slack-signature: ${signature}\r\n`;
    return { reason, headers, body };
  };
}
