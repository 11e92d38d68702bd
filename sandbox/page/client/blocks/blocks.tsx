import { useId } from 'react';
import type { Json } from '../../protocol/slack.ts';
import { Control } from '../controls/control.tsx';
import { InputBlock } from '../modal/input-block.tsx';
import { SlackText } from './mrkdwn.tsx';
import { numbered } from './numbered.ts';
import { RareBlock } from './rare-block.tsx';
import { labelAt, listAt, partAt, textAt, typeOf } from './read.ts';
import { RichText } from './rich-text.tsx';
import { Table } from './table.tsx';

type BlocksProps = { blocks: readonly Json[]; errors?: { readonly [blockId: string]: string } };

const NO_ERRORS = {};

/** Blocks of a message or a view, in Slack's order. */
export function Blocks({ blocks, errors = NO_ERRORS }: BlocksProps) {
  return (
    <div className="blocks">
      {numbered(blocks).map(({ key, item }) => (
        <Block key={textAt(item, 'block_id') ?? key} block={item} errors={errors} />
      ))}
    </div>
  );
}

function Block({ block, errors }: { block: Json; errors: { readonly [blockId: string]: string } }) {
  switch (typeOf(block)) {
    case 'section':
      return <Section block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'actions':
      return <Actions block={block} />;
    case 'input':
      return <InputBlock block={block} error={errors[textAt(block, 'block_id') ?? ''] ?? null} />;
    case 'header':
      return <p className="block-header">{labelAt(block, 'text')}</p>;
    case 'divider':
      return <hr className="block-divider" />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'image':
      return <Picture block={block} />;
    case 'table':
    case 'data_table':
      return <Table block={block} />;
    default:
      return <RareBlock block={block} />;
  }
}

function Section({ block }: { block: Json }) {
  const accessory = partAt(block, 'accessory');
  const fields = listAt(block, 'fields');
  return (
    <div className="block-section">
      <div className="block-section-text">
        {partAt(block, 'text') !== null && <SlackText of={partAt(block, 'text')} />}
        {fields.length > 0 && (
          <div className="fields">
            {numbered(fields).map(({ key, item }) => (
              <div key={key} className="field">
                <SlackText of={item} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== null && typeOf(accessory) === 'image' && <SmallPicture element={accessory} />}
      {accessory !== null && typeOf(accessory) !== 'image' && (
        <Element blockId={textAt(block, 'block_id') ?? ''} element={accessory} />
      )}
    </div>
  );
}

function Context({ block }: { block: Json }) {
  return (
    <div className="block-context">
      {numbered(listAt(block, 'elements')).map(({ key, item }) =>
        typeOf(item) === 'image' ? (
          <SmallPicture key={key} element={item} />
        ) : (
          <span key={key}>
            <SlackText of={item} />
          </span>
        ),
      )}
    </div>
  );
}

function Actions({ block }: { block: Json }) {
  return (
    <div className="block-actions">
      {numbered(listAt(block, 'elements')).map(({ key, item }) => (
        <Element key={textAt(item, 'action_id') ?? key} blockId={textAt(block, 'block_id') ?? ''} element={item} />
      ))}
    </div>
  );
}

/** A control outside of an input block: it names itself, and the app hears of every change. */
function Element({ blockId, element }: { blockId: string; element: Json }) {
  const id = useId();
  return (
    <Control
      id={id}
      blockId={blockId}
      element={element}
      labelId={null}
      describedBy={undefined}
      isInvalid={false}
      isDispatched
    />
  );
}

function SmallPicture({ element }: { element: Json }) {
  return (
    <img className="small-picture" src={textAt(element, 'image_url') ?? ''} alt={textAt(element, 'alt_text') ?? ''} />
  );
}

function Picture({ block }: { block: Json }) {
  const title = labelAt(block, 'title');
  return (
    <figure className="picture">
      {title !== '' && <figcaption>{title}</figcaption>}
      <img src={textAt(block, 'image_url') ?? ''} alt={textAt(block, 'alt_text') ?? ''} loading="lazy" />
    </figure>
  );
}
