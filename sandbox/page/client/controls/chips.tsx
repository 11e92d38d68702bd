import { Icon } from '../icon/icon.tsx';
import type { Choice } from './choice.ts';

type ChipsProps = { chosen: readonly Choice[]; onRemove(choice: Choice): void };

/** What a multi-select holds, each with a button that takes it out. */
export function Chips({ chosen, onRemove }: ChipsProps) {
  if (chosen.length === 0) return null;
  return (
    <ul className="chips">
      {chosen.map((choice) => (
        <li key={choice.value} className="chip">
          {choice.label}
          <button
            type="button"
            className="chip-remove"
            aria-label={`Remove ${choice.label}`}
            onClick={() => onRemove(choice)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
