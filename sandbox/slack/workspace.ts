import { Conversations } from './conversations.ts';
import type { Delivery, Receipt, Tampering } from './delivery.ts';
import { Directory } from './directory.ts';
import { Ids } from './ids.ts';
import type { Ephemeral, Message, SlackApp } from './model.ts';
import { type CommandAct, type Delivered, typeCommand } from './people/command.ts';
import { type Button, buttonsOf } from './people/find-element.ts';
import { type PressAct, press } from './people/press.ts';
import { type SubmitAct, submitView } from './people/submit-view.ts';
import { ResponseUrls } from './response-urls.ts';
import { type PrintOptions, printChannel, printThread } from './text/print-thread.ts';
import type { Now } from './timestamps.ts';
import { Views } from './views.ts';

/** Carries what people do to the app; HTTP or Socket Mode. */
export type Courier = (delivery: Delivery, tampering: Tampering) => Promise<Receipt>;

/** One Slack workspace with the app installed: the model behind the wire, and the hands of the people in it. */
export class Workspace {
  readonly now: Now;
  readonly directory: Directory;
  readonly conversations: Conversations;
  readonly views: Views;
  readonly responseUrls: ResponseUrls;
  /** Where permalinks lead; the address of the server once it listens. */
  baseUrl = 'https://slipway.slack.com';
  courier: Courier = async () => ({
    outcome: 'dispatch_failed',
    status: undefined,
    body: '',
    tookMs: 0,
    sent: undefined,
  });

  constructor(app: SlackApp, now: Now) {
    const ids = new Ids();
    this.now = now;
    this.directory = new Directory(app);
    this.conversations = new Conversations(now, ids);
    this.views = new Views(now, ids);
    this.responseUrls = new ResponseUrls(now, ids);
  }

  /** Somebody types a slash command. */
  command(act: CommandAct): Promise<Delivered> {
    return typeCommand(this, act);
  }

  /** Somebody presses a button, or picks from a menu, on a message or an ephemeral. */
  press(act: PressAct): Promise<Delivered> {
    return press(this, act);
  }

  /** Somebody submits an open modal. */
  submitView(act: SubmitAct): Promise<Delivered> {
    return submitView(this, act);
  }

  /** The buttons that stand on a message now, in order. */
  buttonsOf(message: Message | Ephemeral): Button[] {
    return buttonsOf(message.content);
  }

  /** What one person alone was shown and still sees, oldest first. */
  shownTo(userId: string): Ephemeral[] {
    return this.conversations.ephemerals.filter((each) => each.userId === userId && !each.isDeleted);
  }

  printThread(channelId: string, ts: string, options: PrintOptions = {}): string {
    return printThread(this, channelId, ts, options);
  }

  printChannel(channelId: string, options: PrintOptions = {}): string {
    return printChannel(this, channelId, options);
  }

  permalink(channelId: string, ts: string, threadTs?: string): string {
    const thread = threadTs === undefined ? '' : `?thread_ts=${threadTs}&cid=${channelId}`;
    return `${this.baseUrl}/archives/${channelId}/p${ts.replace('.', '')}${thread}`;
  }
}
