/** Lines that go on with what stands above them, by their own look. */
const GOES_ON =
  /^(?:\s|$|Caused by: |Suppressed: |\.{3} \d|During handling of the above|The above exception was|goroutine \d|created by |exit status \d|\[signal |\[recovered|note: run with|note: Some details|stack backtrace:|Stack backtrace:|Stack trace:|\[stacktrace\]|#\d{1,5} |Next [\w\\]+: |--->|---+ ?>|\[cause\]|[)\]}]+[,;]?\s*$|Node\.js v\d|from \S+:\d+:in |thrown in |runtime stack:|-{5}|\+-{3}|\+-\+-|Reason: |More info: )/;
const TRACEBACK = /^\s*(?:\+ )?(?:Exception Group )?Traceback \(most recent call last\):/;
/** A call, as Go prints it above its place: `main.(*Cart).price(0xc000012345, 0x3)`. */
const GO_CALL =
  /^(?:[\w.~-]{1,100}\/){0,20}[\w.()*[\]…-]{1,200}\(.{0,2000}\)$|^(?:[\w.~-]{1,100}\/){0,20}[\w-]{1,100}\.[\w.()*[\]-]{1,200}$/;
const GO_PLACE = /^\t\S{1,500}\.(?:go|s):\d/;
const RUBY_CALL = /^\S{1,400}:\d{1,9}:in [`']/;
const ANNOUNCES = /panicked at \S{1,400}:\d{1,9}:\d{1,9}:$/;
const PLACE_OF_UNCAUGHT = /^(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\s:][^:]{0,300}:\d{1,9}$/;
const FRAME = /^\s+at \S|^\s+File "/;
const TYPE =
  /^(?:Uncaught )?[A-Za-z_][\w.$]{0,200}(?:Error|Exception|Exit|Interrupt|Warning|Throwable|Iteration)?(?: \[\w{1,60}\])?(?::|$)/;

/**
 * Whether a line belongs to the lines above it, all of one stream. `next` is the line below it, where there is one: a call
 * of Go is known by the place below.
 */
export function goesOn(above: readonly string[], line: string, next: string | undefined): boolean {
  const last = above.at(-1) ?? '';
  if (TRACEBACK.test(line)) return isOpenToTraceback(above);
  if (GOES_ON.test(line)) return true;
  if (ANNOUNCES.test(last)) return true;
  if (next !== undefined && GO_PLACE.test(next) && GO_CALL.test(line)) return true;
  if (RUBY_CALL.test(line)) return above.some((one) => RUBY_CALL.test(one) || /^\w[\w:]+ \(.*\):$/.test(one));
  return endsTraceback(above, line) || namesUncaught(above, line) || namesJava(above, line, next);
}

/** `Traceback` opens one of its own unless a logger's line or a sentence of a chain announces it. */
function isOpenToTraceback(above: readonly string[]): boolean {
  const last = above.findLast((line) => line.trim() !== '') ?? '';
  return /^During handling|^The above exception|^\s*\|/.test(last) || !above.some((line) => FRAME.test(line));
}

/** The last line of a traceback stands at the margin and names the exception. */
function endsTraceback(above: readonly string[], line: string): boolean {
  const opened = above.findLastIndex((one) => TRACEBACK.test(one));
  if (opened < 0 || above.slice(opened + 1).some((one) => /^\S/.test(one) && !/^(?:\||During|The above)/.test(one)))
    return false;
  return TYPE.test(line);
}

/** Node writes an uncaught error's place, its source line, a caret, and only then the error. */
function namesUncaught(above: readonly string[], line: string): boolean {
  const [first = ''] = above;
  if (!PLACE_OF_UNCAUGHT.test(first)) return false;
  if (above.length === 1) return true;
  return line !== '' && !above.some((one) => FRAME.test(one)) && above.length < 12;
}

/** A logger of Java writes its message on a line of its own, and the exception below it. */
function namesJava(above: readonly string[], line: string, next: string | undefined): boolean {
  if (above.length !== 1 || next === undefined || !/^\tat /.test(next)) return false;
  return (
    /^(?:[a-z_]\w{0,60}\.){1,20}[A-Z][\w$]{0,100}(?::|$)/.test(line) &&
    !/^(?:[a-z_]\w{0,60}\.){1,20}[A-Z]/.test(above[0] ?? '')
  );
}
