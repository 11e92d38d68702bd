import type { RevisionRow } from '../../protocol/town.ts';
import './split-bar.css';
import { splitText } from './numbers.ts';

/** The real split as a bar. The same is said in words, and in the table below. */
export function SplitBar({ revisions }: { readonly revisions: readonly RevisionRow[] }) {
  const withTraffic = revisions.filter(({ percent }) => percent > 0).toReversed();
  return (
    <div className="town-split" role="img" aria-label={`Traffic: ${splitText(revisions)}`}>
      {withTraffic.map(({ name, percent, imageTag }, index) => (
        <span key={name} className={`town-split-part town-split-${index % 2}`} style={{ width: `${percent}%` }}>
          {percent >= 20 ? `${imageTag} ${percent} %` : ''}
        </span>
      ))}
    </div>
  );
}
