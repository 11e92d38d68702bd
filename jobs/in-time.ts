/** What was asked for, or `otherwise` where that takes longer than `withinMs`; it goes on all the same. Rejects as it does. */
export function inTime<Answer, Otherwise>(
  asked: Promise<Answer>,
  withinMs: number,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  const tooLate = Promise.withResolvers<Otherwise>();
  const timer = setTimeout(() => tooLate.resolve(otherwise), withinMs);
  return Promise.race([asked, tooLate.promise]).finally(() => clearTimeout(timer));
}
