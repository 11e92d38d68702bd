/** The answer; `otherwise` where it fails, or is not there within `patienceMs`: somebody looks at a screen meanwhile. */
export async function within<Answer, Otherwise>(
  patienceMs: number,
  asked: Promise<Answer>,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  const { promise: tooLate, resolve } = Promise.withResolvers<Otherwise>();
  const timer = setTimeout(() => resolve(otherwise), patienceMs);
  return Promise.race([asked.catch(() => otherwise), tooLate]).finally(() => clearTimeout(timer));
}
