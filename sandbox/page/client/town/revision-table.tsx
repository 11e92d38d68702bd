import type { RevisionRow } from '../../protocol/town.ts';
import { isErring, rateText, shareText } from './numbers.ts';
import { Sparkline } from './sparkline.tsx';
import { TownTable } from './town-table.tsx';

type Props = { readonly revisions: readonly RevisionRow[]; readonly caption: string };

export function RevisionTable({ revisions, caption }: Props) {
  return (
    <TownTable caption={caption} columns={['Image', 'Traffic', 'Req/s', 'Errors', 'Last minute']}>
      {revisions.map((revision) => (
        <Revision key={revision.name} revision={revision} />
      ))}
    </TownTable>
  );
}

function Revision({ revision }: { readonly revision: RevisionRow }) {
  const { name, imageTag, does, state, percent, desiredPercent, requestsPerSecond, errorShare, history } = revision;
  const isBad = isErring(revision);
  return (
    <>
      <tr>
        <th scope="row">
          <span className="town-tag">{imageTag}</span>
          {state !== 'ready' && <span className="town-badge">{state}</span>}
        </th>
        <td>
          {percent} %{desiredPercent !== percent && <span className="town-muted"> → {desiredPercent} %</span>}
        </td>
        <td>{rateText(requestsPerSecond)}</td>
        <td className={isBad ? 'town-bad' : ''}>
          {isBad && <span aria-hidden="true">▲ </span>}
          {shareText(errorShare)}
        </td>
        <td>
          <Sparkline history={history} />
        </td>
      </tr>
      <tr className="town-more">
        <td colSpan={5}>
          {does} · <code>{name}</code>
        </td>
      </tr>
    </>
  );
}
