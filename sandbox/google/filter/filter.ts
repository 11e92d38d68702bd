import { comparison } from './compare.ts';
import { syntaxError, type Token, tokenize } from './tokens.ts';

/** What a filter looks at: a field by its path, and all text of the thing for words without a field. */
export type FilterTarget = { field: (path: string[]) => unknown; text: () => string };
export type Predicate = (target: FilterTarget) => boolean;

/** Logging refuses longer ones. */
const MAX_FILTER_LENGTH = 20_000;

/**
 * The filter language of Logging, and Monitoring's filters, which are a part of it. Unlike nearly every language, OR binds
 * tighter than AND: `a OR b AND c` is `(a OR b) AND c`. Two terms side by side are joined by AND. Throws INVALID_ARGUMENT.
 */
export function compileFilter(filter: string): Predicate {
  if (filter.length > MAX_FILTER_LENGTH) throw syntaxError(`longer than ${MAX_FILTER_LENGTH} characters`);
  const parser = new Parser(tokenize(filter));
  return parser.isAtEnd() ? () => true : parser.parseAll();
}

class Parser {
  readonly #tokens: Token[];
  #position = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  isAtEnd() {
    return this.#position >= this.#tokens.length;
  }

  parseAll(): Predicate {
    const predicate = this.#conjunction();
    if (!this.isAtEnd()) throw syntaxError(`unexpected '${this.#peek()?.text}'`);
    return predicate;
  }

  #peek() {
    return this.#tokens[this.#position];
  }

  #next(): Token {
    const token = this.#peek();
    if (!token) throw syntaxError('unexpected end');
    this.#position += 1;
    return token;
  }

  #skip(kind: Token['kind'], text?: string) {
    const token = this.#peek();
    const matches = token?.kind === kind && (text === undefined || token.text === text);
    if (matches) this.#position += 1;
    return matches;
  }

  #conjunction(): Predicate {
    const terms = [this.#disjunction()];
    while (!this.isAtEnd() && this.#peek()?.kind !== 'close') {
      this.#skip('word', 'AND');
      terms.push(this.#disjunction());
    }
    return (target) => terms.every((term) => term(target));
  }

  #disjunction(): Predicate {
    const terms = [this.#negation()];
    while (this.#skip('word', 'OR')) terms.push(this.#negation());
    return (target) => terms.some((term) => term(target));
  }

  #negation(): Predicate {
    if (this.#skip('word', 'NOT') || this.#skipMinus()) {
      const negated = this.#negation();
      return (target) => !negated(target);
    }
    return this.#primary();
  }

  /** `-field=value` is `NOT field=value`. */
  #skipMinus() {
    const token = this.#peek();
    if (token?.kind !== 'word' || !token.text.startsWith('-') || token.text.length === 1) return false;
    const [first = '', ...rest] = token.path;
    this.#tokens[this.#position] = { ...token, text: token.text.slice(1), path: [first.slice(1), ...rest] };
    return true;
  }

  #primary(): Predicate {
    const token = this.#next();
    if (token.kind === 'open') return this.#group();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw syntaxError(`unexpected '${token.text}'`);
    if (token.kind === 'word' && this.#skip('open')) return functionTest(token.text, this.#arguments());
    const operator = this.#peek();
    if (operator?.kind !== 'operator') {
      const wanted = token.text.toLowerCase();
      return (target) => target.text().toLowerCase().includes(wanted);
    }
    this.#position += 1;
    return this.#rightSide(token.path, operator);
  }

  #group(): Predicate {
    const inner = this.#conjunction();
    if (!this.#skip('close')) throw syntaxError("missing ')'");
    return inner;
  }

  #rightSide(path: string[], operator: Token & { kind: 'operator' }): Predicate {
    if (this.#skip('open')) return this.#alternatives(path, operator);
    const value = this.#next();
    if (value.kind !== 'word' && value.kind !== 'quoted') throw syntaxError(`unexpected '${value.text}'`);
    if (value.kind === 'word' && this.#skip('open')) return valueFunction(path, value.text, this.#arguments());
    const test = comparison(path, operator.text, value.text);
    return (target) => test(target.field(path));
  }

  /** field=("a" OR "b"), or with AND between: all of one kind. */
  #alternatives(path: string[], operator: Token & { kind: 'operator' }): Predicate {
    const tests: ((value: unknown) => boolean)[] = [];
    let every = false;
    while (!this.#skip('close')) {
      const token = this.#next();
      if (token.kind === 'word' && token.text === 'OR') continue;
      if (token.kind === 'word' && token.text === 'AND') every = true;
      else tests.push(comparison(path, operator.text, token.text));
    }
    return (target) => {
      const value = target.field(path);
      return every ? tests.every((test) => test(value)) : tests.some((test) => test(value));
    };
  }

  #arguments(): string[] {
    const values: string[] = [];
    while (!this.#skip('close')) {
      const token = this.#next();
      if (token.kind !== 'comma') values.push(token.text);
    }
    return values;
  }
}

/** log_id("run.googleapis.com/requests") */
function functionTest(name: string, [argument = '']: string[]): Predicate {
  if (name !== 'log_id') throw syntaxError(`unknown function '${name}'`);
  return (target) => decodeURIComponent(String(target.field(['logName'])).split('/logs/')[1] ?? '') === argument;
}

/** Monitoring's `label = starts_with("a")` and `label = one_of("a", "b")`. */
function valueFunction(path: string[], name: string, values: string[]): Predicate {
  if (name === 'starts_with') return (target) => String(target.field(path) ?? '').startsWith(values[0] ?? '');
  if (name === 'one_of') return (target) => values.includes(String(target.field(path) ?? ''));
  throw syntaxError(`unknown function '${name}'`);
}
