import type { ReactNode } from 'react';

type Props = { readonly caption: string; readonly columns: readonly string[]; readonly children: ReactNode };

/** A table of the town; `children` are its rows. Its caption is for ears alone: a heading above it says the same. */
export function TownTable({ caption, columns, children }: Props) {
  return (
    <div>
      <table className="town-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
