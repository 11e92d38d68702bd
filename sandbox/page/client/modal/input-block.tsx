import { useId } from 'react';
import type { Json } from '../../protocol/slack.ts';
import { SlackText } from '../blocks/mrkdwn.tsx';
import { flagAt, partAt, textAt, typeOf } from '../blocks/read.ts';
import { Control } from '../controls/control.tsx';

type InputBlockProps = { block: Json; error: string | null };

/** A field with its label, hint and error, tied together for those who cannot see that they stand together. */
export function InputBlock({ block, error }: InputBlockProps) {
  const id = useId();
  const element = partAt(block, 'element');
  if (element === null) return null;
  const hint = partAt(block, 'hint');
  const described = [hint === null ? '' : `${id}hint`, error === null ? '' : `${id}error`].join(' ').trim();
  const isGroup = ['radio_buttons', 'checkboxes'].includes(typeOf(element));
  const Label = isGroup ? 'span' : 'label';
  return (
    <div className={error === null ? 'block-input' : 'block-input block-input-wrong'}>
      <Label className="input-label" id={`${id}label`} {...(isGroup ? {} : { htmlFor: id })}>
        <SlackText of={partAt(block, 'label')} />
        {flagAt(block, 'optional') && <span className="input-optional"> (optional)</span>}
      </Label>
      <Control
        id={id}
        blockId={textAt(block, 'block_id') ?? ''}
        element={element}
        labelId={`${id}label`}
        describedBy={described || undefined}
        isInvalid={error !== null}
        isDispatched={flagAt(block, 'dispatch_action')}
      />
      {error !== null && (
        <p className="input-error" id={`${id}error`}>
          {error}
        </p>
      )}
      {hint !== null && (
        <p className="input-hint" id={`${id}hint`}>
          <SlackText of={hint} />
        </p>
      )}
    </div>
  );
}
