import { type ChangeEvent, type KeyboardEvent, useRef, useState } from 'react';
import { Chips } from './chips.tsx';
import type { Choice } from './choice.ts';
import { ListBox } from './list-box.tsx';
import type { Finder } from './use-found.ts';

type FieldProps = {
  id: string;
  /** Used when no label on the page names the field. */
  ariaLabel: string | undefined;
  describedBy: string | undefined;
  isInvalid: boolean;
};

type ComboboxProps = FieldProps & {
  placeholder: string;
  chosen: readonly Choice[];
  isMulti: boolean;
  finder: Finder;
  isBusy: boolean;
  onChoose(chosen: readonly Choice[]): void;
};

/** A field that opens a list and narrows it by what is typed; for one choice or for many. */
export function Combobox(props: ComboboxProps) {
  const { id, chosen, isMulti, finder } = props;
  const box = useRef<HTMLDivElement>(null);
  const { typed, isOpen, setActiveId, choose, input } = useCombobox(props);
  return (
    <div className="combobox" ref={box}>
      {isMulti && <Chips chosen={chosen} onRemove={choose} />}
      <input
        {...input}
        id={id}
        role="combobox"
        className="combobox-input"
        autoComplete="off"
        aria-label={props.ariaLabel}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-expanded={isOpen}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-busy={props.isBusy}
      />
      <span className="combobox-arrow" aria-hidden="true" />
      {isOpen && (
        <ListBox
          id={`${id}list`}
          anchor={box}
          input={id}
          finder={finder}
          typed={typed}
          chosen={chosen}
          isMulti={isMulti}
          onActive={setActiveId}
          onChoose={choose}
        />
      )}
    </div>
  );
}

/** Whether the list is open, what is typed, and what the input does about it. */
function useCombobox({ chosen, isMulti, placeholder, onChoose }: ComboboxProps) {
  const [typed, setTyped] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [activeId, setActiveId] = useState<string | undefined>(undefined);
  const close = () => {
    setIsOpen(false);
    setTyped('');
  };
  const choose = (choice: Choice) => {
    const rest = chosen.filter((other) => other.value !== choice.value);
    if (isMulti) onChoose(rest.length < chosen.length ? rest : [...chosen, choice]);
    else onChoose([choice]);
    setTyped('');
    if (!isMulti) setIsOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Backspace' && isMulti && typed === '') onChoose(chosen.slice(0, -1));
    if (event.key === 'ArrowDown' && !isOpen) setIsOpen(true);
    if (event.key !== 'Escape' || !isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const input = {
    'aria-activedescendant': isOpen ? activeId : undefined,
    placeholder: isOpen ? (chosen[0]?.label ?? placeholder) : placeholder,
    value: isMulti || isOpen ? typed : (chosen[0]?.label ?? ''),
    onClick: () => setIsOpen(true),
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.target.value);
      setIsOpen(true);
    },
    onKeyDown,
    onBlur: close,
  };
  return { typed, isOpen, setActiveId, choose, input };
}
