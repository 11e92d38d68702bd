import { LogLevel, type Logger as SlackLogger } from '@slack/web-api';
import type { Logger } from 'pino';

/** Lets the SDK speak through our log. Its debug lines hold whole payloads, so they are not taken over at all. */
export function slackLog(log: Logger): SlackLogger {
  const say = (level: 'info' | 'warn' | 'error', words: readonly unknown[]) =>
    log[level]({ from: 'slack-sdk' }, words.map(inWords).join(' '));
  return {
    debug: () => undefined,
    info: (...words) => say('info', words),
    warn: (...words) => say('warn', words),
    error: (...words) => say('error', words),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function inWords(word: unknown): string {
  return word instanceof Error ? `${word.name}: ${word.message}` : String(word);
}
