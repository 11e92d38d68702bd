/** The emoji that people here react with, and that messages write by name. Others are shown as `:name:`. */
const BY_NAME: { readonly [name: string]: string } = {
  '+1': '👍',
  '-1': '👎',
  arrow_left: '⬅️',
  arrow_right: '➡️',
  arrow_up: '⬆️',
  back: '🔙',
  bell: '🔔',
  black_circle: '⚫',
  bug: '🐛',
  bulb: '💡',
  calendar: '📆',
  chart_with_upwards_trend: '📈',
  clipboard: '📋',
  clock1: '🕐',
  construction: '🚧',
  double_vertical_bar: '⏸️',
  eyes: '👀',
  fire: '🔥',
  gear: '⚙️',
  hammer_and_wrench: '🛠️',
  heart: '❤️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  leftwards_arrow_with_hook: '↩️',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  memo: '📝',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  octagonal_sign: '🛑',
  ok_hand: '👌',
  package: '📦',
  pause_button: '⏸️',
  pray: '🙏',
  pushpin: '📌',
  question: '❓',
  raised_hands: '🙌',
  red_circle: '🔴',
  rewind: '⏪',
  robot_face: '🤖',
  rocket: '🚀',
  rotating_light: '🚨',
  sparkles: '✨',
  stopwatch: '⏱️',
  tada: '🎉',
  thumbsdown: '👎',
  thumbsup: '👍',
  unlock: '🔓',
  warning: '⚠️',
  wastebasket: '🗑️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  wrench: '🔧',
  x: '❌',
  zap: '⚡',
};

/** What a reaction can be chosen from. */
export const REACTIONS = ['+1', 'white_check_mark', 'eyes', 'tada', 'rocket', 'heart', 'x', 'rewind'] as const;

export function emojiNamed(name: string): string {
  return BY_NAME[name] ?? `:${name}:`;
}

/** True when there is a picture for the name; times such as 10:42:07 have colons as well. */
export function isEmojiName(name: string): boolean {
  return Object.hasOwn(BY_NAME, name);
}
