import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import type { Choice, ChoiceGroup } from './choice.ts';
import { type Finder, useFound } from './use-found.ts';
import { usePopup } from './use-popup.ts';

type ListBoxProps = {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  /** The id of the input whose keys move through the list. */
  input: string;
  finder: Finder;
  typed: string;
  chosen: readonly Choice[];
  isMulti: boolean;
  onActive(optionId: string | undefined): void;
  onChoose(choice: Choice): void;
};

/** The open list of a combobox. The focus stays in the input; its arrows and Enter act here. */
export function ListBox({ id, anchor, input, finder, typed, chosen, isMulti, onActive, onChoose }: ListBoxProps) {
  const { groups, isLooking } = useFound(finder, typed);
  const list = usePopup(anchor);
  const flat = groups.flatMap((group) => group.choices);
  const [moved, setMoved] = useState<number | null>(null);
  const start = flat.findIndex((choice) => choice.value === chosen[0]?.value);
  const active = Math.max(0, Math.min(moved ?? start, flat.length - 1));
  const activeId = flat.length === 0 ? undefined : `${id}-${active}`;
  useEffect(() => onActive(activeId), [activeId, onActive]);
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  useEffect(() => {
    const field = document.getElementById(input);
    const onKey = (event: KeyboardEvent) => {
      const steps: { readonly [key: string]: number } = { ArrowDown: active + 1, ArrowUp: active - 1 };
      const step = steps[event.key];
      const choice = flat[active];
      if (step !== undefined && flat.length > 0) setMoved((step + flat.length) % flat.length);
      if (event.key === 'Enter' && choice !== undefined) onChoose(choice);
      if (step !== undefined || event.key === 'Enter') event.preventDefault();
    };
    field?.addEventListener('keydown', onKey);
    return () => field?.removeEventListener('keydown', onKey);
  });
  const isChosen = (choice: Choice) => chosen.some((other) => other.value === choice.value);
  return (
    <div ref={list} popover="manual" className="popup list-box" data-as="list">
      <div id={id} role="listbox" aria-label="Choices" aria-multiselectable={isMulti} aria-busy={isLooking}>
        {groups.map((group) => (
          <Group key={group.label ?? ''} group={group}>
            {(choice) => (
              <Option
                key={choice.value}
                id={`${id}-${flat.indexOf(choice)}`}
                choice={choice}
                isActive={flat[active] === choice}
                isChosen={isChosen(choice)}
                onChoose={onChoose}
              />
            )}
          </Group>
        ))}
      </div>
      {flat.length === 0 && (
        <p className="list-box-empty">{emptyWords(isLooking, typed.length < finder.leastLetters)}</p>
      )}
    </div>
  );
}

function emptyWords(isLooking: boolean, isTooShort: boolean): string {
  if (isTooShort) return 'Keep typing to find something';
  return isLooking ? 'Looking…' : 'No results';
}

type GroupProps = { group: ChoiceGroup; children(choice: Choice): ReactNode };

function Group({ group, children }: GroupProps) {
  if (group.label === null) return group.choices.map(children);
  return (
    <fieldset className="list-box-part" aria-label={group.label}>
      <div className="list-box-group" aria-hidden="true">
        {group.label}
      </div>
      {group.choices.map(children)}
    </fieldset>
  );
}

type OptionProps = {
  id: string;
  choice: Choice;
  isActive: boolean;
  isChosen: boolean;
  onChoose(choice: Choice): void;
};

function Option({ id, choice, isActive, isChosen, onChoose }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={isActive ? 'option option-active' : 'option'}
      onPointerDown={(event) => {
        // The focus stays in the input, which would close the list when it lost it.
        event.preventDefault();
        onChoose(choice);
      }}
    >
      <span>{choice.label}</span>
      {choice.detail !== null && <span className="option-detail">{choice.detail}</span>}
    </div>
  );
}
