import { isEmojiName } from './emoji.ts';

/** Slack's mrkdwn as a tree. Whatever is not markup is text, with `&amp; &lt; &gt;` read back. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly nodes: readonly Node[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'broadcast'; readonly name: string }
  | { readonly kind: 'date'; readonly seconds: number; readonly format: string; readonly fallback: string }
  | { readonly kind: 'link'; readonly href: string; readonly nodes: readonly Node[] }
  | { readonly kind: 'break' };

/** What may stand inside of a style: no other of its own mark, but code and links whole. */
const inside = (mark: string) => `((?:<[^>\\n]*>|\`[^\`\\n]*\`|[^${mark}\\n<\`])+)`;
const styled = (mark: string) => new RegExp(`${mark}(?=\\S)${inside(mark)}(?<=\\S)${mark}(?![\\p{L}\\p{N}])`, 'uy');

const STYLES = [
  ['*', 'bold', styled('\\*')],
  ['_', 'italic', styled('_')],
  ['~', 'strike', styled('~')],
] as const;
const PRE = /```\n?([\s\S]+?)\n?```/y;
const CODE = /`([^`\n]+)`/y;
const TAG = /<([^>\n]+)>/y;
const EMOJI = /:([a-z0-9_+-]+):/y;
const QUOTE = /(?:(?:&gt;|>)[^\n]*(?:\n|$))+/y;
const ADDRESS = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?'")\]]/y;

/** @param isVerbatim Slack's `verbatim`: addresses in the text are not made into links. */
export function parseMrkdwn(source: string, isVerbatim = true): readonly Node[] {
  return new Parser(source, isVerbatim).nodes();
}

class Parser {
  readonly #source: string;
  readonly #isVerbatim: boolean;
  readonly #nodes: Node[] = [];
  #at = 0;
  #plain = '';

  constructor(source: string, isVerbatim: boolean) {
    this.#source = source;
    this.#isVerbatim = isVerbatim;
  }

  nodes(): readonly Node[] {
    while (this.#at < this.#source.length) {
      const before = this.#at;
      const node = this.#markup();
      if (node === null) {
        this.#at = before;
        this.#plain += this.#source[this.#at++];
      } else this.#add(node);
    }
    this.#flush();
    return this.#nodes;
  }

  #markup(): Node | null {
    const mark = this.#source[this.#at];
    if (mark === '\n') return this.#skip(1, { kind: 'break' });
    if (mark === '`') return this.#code();
    if (mark === '<') return this.#tag();
    if (mark === ':') return this.#emoji();
    if (mark === '&' || mark === '>') return this.#quote();
    if (mark === 'h' && !this.#isVerbatim) return this.#address();
    return this.#style(mark);
  }

  #code(): Node | null {
    const pre = this.#match(PRE);
    if (pre !== null) return { kind: 'pre', text: unescaped(pre) };
    const code = this.#match(CODE);
    return code === null ? null : { kind: 'code', text: unescaped(code) };
  }

  #tag(): Node | null {
    const tag = this.#match(TAG);
    return tag === null ? null : readTag(tag);
  }

  #emoji(): Node | null {
    const name = this.#match(EMOJI);
    return name !== null && isEmojiName(name) ? { kind: 'emoji', name } : null;
  }

  #quote(): Node | null {
    if (this.#at > 0 && this.#source[this.#at - 1] !== '\n') return null;
    const start = this.#at;
    if (this.#match(QUOTE) === null) return null;
    const lines = this.#source.slice(start, this.#at).replaceAll(/^(?:&gt;|>) ?/gm, '');
    return { kind: 'quote', nodes: parseMrkdwn(lines.replace(/\n$/, ''), this.#isVerbatim) };
  }

  #address(): Node | null {
    const start = this.#at;
    if (this.#match(ADDRESS) === null) return null;
    const href = unescaped(this.#source.slice(start, this.#at));
    return { kind: 'link', href, nodes: [{ kind: 'text', text: href }] };
  }

  #style(mark: string | undefined): Node | null {
    const style = STYLES.find(([sign]) => sign === mark);
    const found = style === undefined || !this.#isAtWordStart() ? null : this.#match(style[2]);
    return style === undefined || found === null
      ? null
      : { kind: style[1], nodes: parseMrkdwn(found, this.#isVerbatim) };
  }

  #isAtWordStart(): boolean {
    return this.#at === 0 || !/[\p{L}\p{N}]/u.test(this.#source[this.#at - 1] ?? '');
  }

  /** What the pattern's first group found here; the parser stands behind it then. */
  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[1] ?? '';
  }

  #skip(length: number, node: Node): Node {
    this.#at += length;
    return node;
  }

  #add(node: Node): void {
    this.#flush();
    this.#nodes.push(node);
  }

  #flush(): void {
    if (this.#plain !== '') this.#nodes.push({ kind: 'text', text: unescaped(this.#plain) });
    this.#plain = '';
  }
}

function readTag(tag: string): Node {
  const [target = '', label] = splitOnce(tag, '|');
  const sign = target[0];
  if (sign === '@') return { kind: 'user', id: target.slice(1), label };
  if (sign === '#') return { kind: 'channel', id: target.slice(1), label };
  if (sign === '!') return readSpecial(target.slice(1), label ?? '');
  const href = unescaped(target);
  return { kind: 'link', href, nodes: label === null ? [{ kind: 'text', text: href }] : parseMrkdwn(label) };
}

function readSpecial(words: string, label: string): Node {
  const [name = '', second = '', format = ''] = words.split('^');
  if (name === 'subteam') return { kind: 'group', id: second, label: label || null };
  if (name === 'date') return { kind: 'date', seconds: Number(second), format, fallback: unescaped(label) };
  return { kind: 'broadcast', name };
}

function splitOnce(text: string, sign: string): [string, string | null] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
