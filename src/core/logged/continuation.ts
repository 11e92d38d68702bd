import { withoutPrefix } from './log-prefix.ts';
import { looksWrong } from './looks-wrong.ts';

/** Lines that go on with what stands above them, by their own look: what is indented, empty or closes a bracket, too. */
const GOES_ON =
  /^(?:\s|$|[)\]}]+[,;]?\s*$|Caused by:|future: <|protocol: <|transport: <|Emitted 'error' event |\(Use `node |\[SQL: |\[parameters: |\(Background on this error |\.{3} \d|During handling of the above|The above exception was|created by |exit status \d|\[signal |note: |stack backtrace:|Stack backtrace:|Stack trace:|\[stacktrace\]|#\d{1,5} |Next [\w\\]{1,200}: |-{2,3}>|\[cause\]|Node\.js v\d|from \S{1,400}:\d+:in |runtime stack:|-{5}|\+-)/;
const TRACEBACK = /^\s*(?:\+ )?(?:Exception Group )?Traceback \(most recent call last\):/;
const CHAIN_OF_PYTHON = /^During handling of the above|^The above exception was|^\s*[|+]/;
const GOROUTINE = /^goroutine \d/;
const OF_GO = /\bpanic|fatal error|goroutine \d|^\t\S{1,500}\.go:\d|^SIG[A-Z]{3,5}:/;
/** A call, as Go prints it above its place: `main.(*Cart).price(0xc000012345, 0x3)`. */
const GO_CALL = /^(?:[\w.~@-]{1,100}\/){0,20}[\w.()*[\]…-]{1,200}(?:\(.{0,2000}\))?$/;
const GO_PLACE = /^\t\S{1,500}\.(?:go|s):\d/;
const RUBY_CALL = /^\S{1,400}:\d{1,9}:in [`']/;
const RUBY_HEAD = /^[A-Z][\w:]{1,200} \(.{0,2000}\):$|^#<Thread:.{1,500} terminated with exception /;
/** A logger of Ruby writes message and class, and below them the calls. */
const RUBY_NAMED = / \((?:[A-Z]\w{0,100}::){0,10}[A-Z]\w{0,100}\)$/;
const RUBY_FRAME = /^\S{1,400}:\d{1,9}:in [`'].{1,300}'$/;
/** The message of a panic of Rust stands on the line below. */
const ANNOUNCES = /panicked at \S{1,400}:\d{1,9}:\d{1,9}:$/;
const PLACE_OF_UNCAUGHT = /^(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\s:][^:]{0,300}:\d{1,9}$/;
/** An error that was printed without its frames is whole: a traceback below it is of another. */
const WHOLE_ERROR = /^(?:\w{1,100}\.){0,20}[A-Z]\w{0,100}[a-z](?:Error|Exception): /;
const FRAME = /^\s+at \S|^\s+File "/;
const FRAMES_FOLLOW = /^\s+at \S|^note: run with|^stack backtrace:/;
/** The name of a class at the margin: `Error: …`, `com.acme.NoPrice`, `TypeError [ERR_X]: …`. */
const NAMES_TYPE =
  /^(?:Uncaught )?(?:[A-Za-z_][\w$]{0,100}(?:\.|::)){0,20}[A-Z][\w$]{0,100}(?: \[\w{1,60}\])?:(?:\s|$)|^(?:[a-z_]\w{0,100}\.){1,20}[A-Z][\w$]{0,100}$|^\w{0,100}(?:Error|Exception)$/;
/** Any name: at the end of a traceback nothing else can stand. */
const ANY_NAME = /^(?:[A-Za-z_]\w{0,100}\.){0,20}[A-Za-z_]\w{0,100}(?::|$)/;
/** color-eyre reports in sections that stand at the margin. */
const EYRE = /^The application panicked \(crashed\)|^Error:\s*$/;
const OF_EYRE = /^(?:Message: |Location:|Backtrace omitted|Run with |Suggestion: )/;
const JUL_HEAD = /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d(?: [AP]M)? \S{1,300}(?: \S{1,200})?$/;
const JUL_LEVEL = /^(?:SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): /;
/** How far below a head its first frame may stand. */
const LONGEST_HEAD = 12;
/** A traceback and its fields have fewer lines than this. */
const MOST_FIELDS = 300;

type Rule = (above: readonly string[], line: string, below: readonly string[]) => boolean;

/** Lines at the margin that look like nothing, but for what stands around them. */
const RULES: readonly Rule[] = [
  (above) => ANNOUNCES.test(above.at(-1) ?? ''),
  (_, line, below) => GO_PLACE.test(below[0] ?? '') && GO_CALL.test(line),
  // Two goroutines may find the same trouble at once.
  (above, line) => line.startsWith('fatal error: ') && above.at(-1) === line,
  (above, line) => above.length === 1 && JUL_HEAD.test(above[0] ?? '') && JUL_LEVEL.test(line),
  (above, line) => EYRE.test(above[0] ?? '') && OF_EYRE.test(line),
  isRuby,
  endsTraceback,
  isUncaught,
  isOfHead,
  isField,
];

/** Whether a line belongs to the lines above it, all of one stream; `below` are those that come next. */
export function goesOn(above: readonly string[], line: string, below: readonly string[]): boolean {
  if (TRACEBACK.test(line)) return isAnnounced(above);
  if (GOROUTINE.test(line)) return above.some((one) => OF_GO.test(one)) || looksWrong(above.at(-1) ?? '');
  return GOES_ON.test(line) || RULES.some((rule) => rule(above, line, below));
}

/** A cause, or a call as Rails prints it. */
function isRuby(above: readonly string[], line: string): boolean {
  const last = above.findLast((one) => one.trim() !== '') ?? '';
  if (RUBY_NAMED.test(last) && RUBY_FRAME.test(line)) return true;
  return RUBY_CALL.test(line) && (RUBY_CALL.test(last) || RUBY_HEAD.test(last) || last.startsWith('\tfrom '));
}

/** A sentence of a chain, or the line of a logger that reports an error; otherwise a traceback stands for itself. */
function isAnnounced(above: readonly string[]): boolean {
  const last = above.findLast((line) => line.trim() !== '') ?? '';
  if (CHAIN_OF_PYTHON.test(last)) return true;
  return !above.some((line) => FRAME.test(line)) && looksWrong(last) && !WHOLE_ERROR.test(last);
}

/** The last line of a traceback is the first one at the margin, and names the exception. */
function endsTraceback(above: readonly string[], line: string): boolean {
  const opened = above.findLastIndex((one) => TRACEBACK.test(one));
  return opened >= 0 && above.slice(opened + 1).every((one) => !/^[^\s|+]/.test(one)) && ANY_NAME.test(line);
}

/** Node writes an uncaught error's place, its source line and a caret before the error itself. */
function isUncaught(above: readonly string[]): boolean {
  if (!PLACE_OF_UNCAUGHT.test(above[0] ?? '') || above.length > LONGEST_HEAD) return false;
  return !above.some((one, at) => FRAME.test(one) || (at > 0 && NAMES_TYPE.test(one)));
}

/** Between a head and its frames: a message of several lines, or the exception below what a logger says of it. */
function isOfHead(above: readonly string[], line: string, below: readonly string[]): boolean {
  const frame = below.findIndex((one) => FRAMES_FOLLOW.test(one));
  if (frame < 0 || above.some((one) => FRAME.test(one) || GO_PLACE.test(one)) || above.length > LONGEST_HEAD)
    return false;
  if (withoutPrefix(line).text !== line || PLACE_OF_UNCAUGHT.test(line)) return false;
  const isNamed = above.some((one) => NAMES_TYPE.test(one) && !JUL_LEVEL.test(one));
  const namesAnother = [line, ...below.slice(0, frame)].some((one) => NAMES_TYPE.test(one));
  return isNamed ? !namesAnother : above.some(looksWrong) && NAMES_TYPE.test(line);
}

/** pydantic names each field at the margin and says what is wrong with it below. */
function isField(above: readonly string[], line: string, below: readonly string[]): boolean {
  return (
    /^[\w.[\]]{1,200}$/.test(line) &&
    /^ {2}\S/.test(below[0] ?? '') &&
    above.slice(-MOST_FIELDS).some((one) => TRACEBACK.test(one))
  );
}
