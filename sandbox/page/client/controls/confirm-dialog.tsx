import { useId } from 'react';
import type { Json } from '../../protocol/slack.ts';
import { SlackText } from '../blocks/mrkdwn.tsx';
import { labelAt, partAt, textAt } from '../blocks/read.ts';
import { Dialog } from './dialog.tsx';

type ConfirmDialogProps = { confirm: Json; onAnswer(isYes: boolean): void };

/** Slack's `confirm` object. The focus is on the answer that changes nothing. */
export function ConfirmDialog({ confirm, onAnswer }: ConfirmDialogProps) {
  const id = useId();
  const style = textAt(confirm, 'style') === 'danger' ? 'button-danger' : 'button-primary';
  return (
    <Dialog className="confirm" labelledBy={`${id}title`} describedBy={`${id}text`} onClose={() => onAnswer(false)}>
      <h2 id={`${id}title`}>{labelAt(confirm, 'title') || 'Are you sure?'}</h2>
      <p id={`${id}text`}>
        <SlackText of={partAt(confirm, 'text')} />
      </p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          {labelAt(confirm, 'deny') || 'Cancel'}
        </button>
        <button type="button" className={`button ${style}`} onClick={() => onAnswer(true)}>
          {labelAt(confirm, 'confirm') || 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
