import { App, HTTPReceiver } from '@slack/bolt';
import { exampleApp, exampleTokens } from '../../sandbox/slack/example-workspace.ts';

// The leanest app that Bolt can be: it checks the signature and acknowledges, and everything it may leave out is left out.
const receiver = new HTTPReceiver({ signingSecret: exampleApp.signingSecret });
const app = new App({
  receiver,
  token: exampleTokens.bot,
  tokenVerificationEnabled: false,
  botId: exampleApp.botId,
  botUserId: exampleApp.botUserId,
  convoStore: false,
  ignoreSelf: false,
});
app.command('/deploy', ({ ack }) => ack());
await app.start(Number(process.env['PORT']));
process.stdout.write('open\n');
