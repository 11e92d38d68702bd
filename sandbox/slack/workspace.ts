import { type ChangeListener, Changes } from './changes.ts';
import { Conversations } from './conversations.ts';
import type { Delivery, Receipt, Tampering } from './delivery.ts';
import { Directory } from './directory.ts';
import { Files } from './files.ts';
import { Ids } from './ids.ts';
import { mentionedIn } from './mentions.ts';
import type { Channel, Ephemeral, Message, SlackApp, View } from './model.ts';
import { type CloseAct, closeView } from './people/close-view.ts';
import { type CommandAct, typeCommand } from './people/command.ts';
import { type Button, buttonsOf } from './people/find-element.ts';
import { openHome } from './people/open-home.ts';
import { type Offered, type OptionsAct, offerOptions } from './people/options.ts';
import { type PressAct, press } from './people/press.ts';
import { type PressInViewAct, pressInView } from './people/press-in-view.ts';
import { react } from './people/react.ts';
import { type Said, type SayAct, say } from './people/say.ts';
import { chooseShortcut, type ShortcutAct } from './people/shortcut.ts';
import type { Delivered } from './people/slackbot.ts';
import { type SubmitAct, type Submitted, submitView } from './people/submit-view.ts';
import type { Unread } from './read-marks.ts';
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
  readonly files: Files;
  readonly responseUrls: ResponseUrls;
  readonly #changes = new Changes();
  readonly #ids = new Ids();
  /** Where permalinks lead; the address of the server once it listens. */
  baseUrl = 'https://slipway.slack.com';
  courier: Courier = async () => ({
    outcome: 'dispatch_failed',
    status: undefined,
    body: '',
    tookMs: 0,
    sent: undefined,
  });
  /** Waits before an event is tried again; false gives up. Without a wire there is nothing to try. */
  waitToRetry: (waitMs: number) => Promise<boolean> = async () => false;

  constructor(app: SlackApp, now: Now) {
    this.now = now;
    this.directory = new Directory(app, this.#changes);
    this.conversations = new Conversations({
      now,
      ids: this.#ids,
      changes: this.#changes,
      named: (message) => mentionedIn(this.directory, message),
    });
    this.views = new Views(now, this.#ids, this.#changes);
    this.files = new Files(now, this.#ids);
    this.responseUrls = new ResponseUrls(now, this.#ids);
  }

  /** Tells of every post, edit, deletion, reaction, pin, view and read mark from now on. @returns a function that ends it. */
  onChange(listener: ChangeListener): () => void {
    return this.#changes.listen(listener);
  }

  /** Somebody writes a message. */
  say(act: SayAct): Promise<Said> {
    return say(this, act);
  }

  /** Somebody types a slash command. */
  command(act: CommandAct): Promise<Delivered> {
    return typeCommand(this, act);
  }

  /** Somebody uses a button, a menu or another control on a message or an ephemeral. */
  press(act: PressAct): Promise<Delivered> {
    return press(this, act);
  }

  /** Somebody uses a control in a modal or on the Home tab. */
  pressInView(act: PressInViewAct): Promise<Delivered> {
    return pressInView(this, act);
  }

  /** Somebody opens a menu whose options the app looks up. */
  options(act: OptionsAct): Promise<Offered> {
    return offerOptions(this, act);
  }

  /** Somebody submits the modal view on top. */
  submitView(act: SubmitAct): Promise<Submitted> {
    return submitView(this, act);
  }

  closeView(act: CloseAct): Promise<Delivered> {
    return closeView(this, act);
  }

  openHome(act: { userId: string }): Promise<Delivered> {
    return openHome(this, act);
  }

  shortcut(act: ShortcutAct): Promise<Delivered> {
    return chooseShortcut(this, act);
  }

  /** Puts an emoji under a message, or takes this person's own away again. @throws SlackError */
  react(act: { userId: string; channelId: string; ts: string; name: string }): void {
    react(this, act);
  }

  /** A person has read a channel, or one thread of it, up to here. */
  markRead(act: { userId: string; channelId: string; threadTs?: string | undefined; ts: string }): void {
    this.conversations.marks.read(act.userId, act, act.ts);
  }

  /** With `threadTs`: the replies of one thread. */
  unreadOf(userId: string, channelId: string, threadTs?: string): Unread {
    return this.conversations.unread(userId, { channelId, threadTs });
  }

  /** The channels and direct conversations that a person is in; a guest sees no others. */
  channelsOf(userId: string): Channel[] {
    return [...this.directory.channels.values()].filter(({ memberIds }) => memberIds.has(userId));
  }

  /** The person's modal, the view on top last; empty when none is open. */
  modalsOf(userId: string): readonly View[] {
    return this.views.stackOf(userId);
  }

  homeOf(userId: string): View | undefined {
    return this.views.homeOf(userId);
  }

  /** The buttons that stand on a message now, in order. */
  buttonsOf(message: Message | Ephemeral): Button[] {
    return buttonsOf(message.content);
  }

  /** What one person alone was shown and still sees, oldest first. */
  shownTo(userId: string): Ephemeral[] {
    return this.conversations.shownTo(userId);
  }

  /** The person's client starts anew: what only this person was shown is gone, an open modal too. */
  reload(userId: string): void {
    this.conversations.forgetShown(userId);
    for (const view of this.views.stackOf(userId).slice(0, 1)) this.views.close(view);
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

  /** Where the bytes of a file are. */
  fileUrl(fileId: string): string {
    return `${this.baseUrl}/files/${fileId}`;
  }

  /** Where an app sends the bytes of a file that it announced. */
  uploadUrl(fileId: string): string {
    return `${this.baseUrl}/upload/v1/${fileId}`;
  }

  newEventId(): string {
    return this.#ids.next('Ev');
  }
}
