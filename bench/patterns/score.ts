import { rounded } from '../measure/result.ts';

export type Score = { readonly GA: number; readonly FGA: number };

/**
 * GA: the share of lines whose group holds exactly the lines of their true group. FGA: the harmonic mean of precision and
 * recall over groups, where a group is right when it is exactly a true one.
 */
export function scoreOf(truth: readonly string[], groups: readonly number[]): Score {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const trueLines = [...Map.groupBy(truth.keys(), (line) => truth[line]).values()];
  const right = trueLines.filter((lines) => {
    const found = new Set(lines.map((line) => groups[line]));
    const [only] = found;
    return found.size === 1 && only !== undefined && sizes.get(only) === lines.length;
  });
  return {
    GA: right.reduce((sum, lines) => sum + lines.length, 0) / truth.length,
    FGA: (2 * right.length) / (sizes.size + trueLines.length),
  };
}

export function averageOf(scores: readonly Score[]): Score {
  const mean = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  return { GA: mean(scores.map(({ GA }) => GA)), FGA: mean(scores.map(({ FGA }) => FGA)) };
}

export function figuresOf({ GA, FGA }: Score): Score {
  return { GA: rounded(GA, 4), FGA: rounded(FGA, 4) };
}
