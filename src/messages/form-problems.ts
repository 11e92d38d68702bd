import { LONGEST_REASON } from '../core/form.ts';
import type { FieldProblem } from '../core/form-check.ts';
import { never } from '../core/never.ts';
import { count } from '../core/share.ts';

/** What stands next to each field that is not right yet, by the id of its block. */
export function fieldErrors(problems: readonly FieldProblem[]): Readonly<Record<string, string>> {
  return Object.fromEntries(problems.map((problem) => [problem.block, worded(problem)]));
}

function worded(problem: FieldProblem): string {
  switch (problem.kind) {
    case 'noService':
      return 'Choose a service.';
    case 'serviceGone':
      return `The catalog has no ${problem.service} any more: choose another service.`;
    case 'noEnvironment':
      return 'Choose an environment: it is never guessed.';
    case 'environmentGone':
      return `${problem.service} is not deployed to ${problem.env} any more: choose another environment.`;
    case 'noImage':
      return 'This is neither a tag nor a digest.';
    case 'notForSingleWriters':
      return 'It is a single writer and can only be replaced.';
    case 'noReason':
      return 'Say why: this environment asks for a reason.';
    case 'reasonTooLong':
      return `At most ${count(LONGEST_REASON)} characters; these are ${count(problem.length)}.`;
    case 'unticked':
      return `${problem.open} of ${problem.of} not ticked. If one is not true yet, the deploy has to wait.`;
    case 'notItsRevision':
      return `This is no revision of ${problem.service}.`;
    default:
      return never(problem);
  }
}
