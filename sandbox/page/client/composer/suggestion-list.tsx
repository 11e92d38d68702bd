import type { RefObject } from 'react';
import { usePopup } from '../controls/use-popup.ts';
import type { Suggestion } from './suggest.ts';

type SuggestionListProps = {
  id: string;
  anchor: RefObject<HTMLTextAreaElement | null>;
  list: readonly Suggestion[];
  active: number;
  onChoose(chosen: Suggestion): void;
};

/** The list over the composer; the keys that move through it are the composer's. */
export function SuggestionList({ id, anchor, list, active, onChoose }: SuggestionListProps) {
  const popup = usePopup(anchor);
  return (
    <div ref={popup} popover="manual" className="popup list-box suggestions" data-as="list">
      <div id={id} role="listbox" aria-label="Suggestions">
        {list.map((suggestion, at) => (
          <div
            key={suggestion.key}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={at === active ? 'option option-active' : 'option'}
            onPointerDown={(event) => {
              // The focus stays in the composer.
              event.preventDefault();
              onChoose(suggestion);
            }}
          >
            <span>
              <strong>{suggestion.label}</strong> <span className="option-detail">{suggestion.detail}</span>
            </span>
            {suggestion.usage !== undefined && <span className="suggestion-usage">{suggestion.usage}</span>}
          </div>
        ))}
      </div>
      <p className="suggestions-keys" aria-hidden="true">
        ↑ ↓ to move · Tab or Enter to take · Esc to leave
      </p>
    </div>
  );
}
