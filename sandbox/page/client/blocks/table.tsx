import type { Json } from '../../protocol/slack.ts';
import { SlackText } from './mrkdwn.tsx';
import { numbered } from './numbered.ts';
import { isJson, labelAt, listAt, textAt, typeOf } from './read.ts';
import { RichText } from './rich-text.tsx';

/** Whoever has no mouse moves a table that is too wide with the arrow keys. */
const SCROLLED = { role: 'group', tabIndex: 0, 'aria-label': 'Table' } as const;

/** A `table` or `data_table`: the first row is the head. */
export function Table({ block }: { block: Json }) {
  const [head, ...body] = rowsOf(block);
  const columns = listAt(block, 'column_settings');
  const aligned = columns.map((column) => textAt(column, 'align') ?? 'left');
  const caption = textAt(block, 'caption') ?? labelAt(block, 'caption');
  return (
    <div className="table-box" {...SCROLLED}>
      <table className="table">
        {caption !== '' && <caption>{caption}</caption>}
        <thead>
          <tr>
            {numbered(head ?? []).map(({ key, item }) => (
              <th key={key} scope="col" data-align={aligned[key]}>
                <Cell cell={item} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbered(body).map(({ key: row, item: cells }) => (
            <tr key={row}>
              {numbered(cells).map(({ key, item }) => (
                <td key={key} data-align={aligned[key]} data-wrapped={columns[key]?.['is_wrapped'] === true}>
                  <Cell cell={item} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rowsOf(block: Json): readonly (readonly Json[])[] {
  const rows = block['rows'];
  return Array.isArray(rows) ? rows.filter(Array.isArray).map((cells) => cells.filter(isJson)) : [];
}

function Cell({ cell }: { cell: Json }) {
  if (typeOf(cell) === 'rich_text') return <RichText block={cell} />;
  if (typeOf(cell) === 'raw_number') return textAt(cell, 'text') ?? String(cell['value'] ?? '');
  return typeOf(cell) === 'raw_text' ? textAt(cell, 'text') : <SlackText of={cell} />;
}
