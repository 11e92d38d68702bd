import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { usePopup } from './use-popup.ts';

export type MenuItem = {
  readonly key: string;
  readonly label: ReactNode;
  readonly detail?: string;
  readonly isChosen?: boolean;
  choose(): void;
};

type MenuProps = {
  /** What the button is called, and the menu with it; words on its face come first. */
  label: string;
  face: ReactNode;
  items: readonly MenuItem[];
  className?: string;
  align?: 'start' | 'end';
  isBusy?: boolean;
  /** True when the face has words, so that who speaks to the machine can say what they see. */
  hasWords?: boolean;
};

/** A button with a menu: arrows, Home, End and Esc work, and the focus comes back to the button. */
export function Menu(props: MenuProps) {
  const { label, face, items, className = 'icon-button', align = 'start', isBusy = false, hasWords = false } = props;
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={hasWords ? undefined : label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-busy={isBusy}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(event) => event.key === 'ArrowDown' && setIsOpen(true)}
      >
        {face}
        {hasWords && <span className="sr-only">, {label}</span>}
      </button>
      {isOpen && (
        <MenuList
          label={label}
          items={items}
          align={align}
          anchor={button}
          onClose={close}
          onLeave={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

type MenuListProps = {
  label: string;
  items: readonly MenuItem[];
  align: 'start' | 'end';
  anchor: RefObject<HTMLButtonElement | null>;
  onClose(): void;
  onLeave(): void;
};

function MenuList({ label, items, align, anchor, onClose, onLeave }: MenuListProps) {
  const list = usePopup(anchor, align);
  useEffect(() => {
    const rows = rowsIn(list.current);
    const chosen = rows.find((row) => row.ariaChecked === 'true');
    (chosen ?? rows[0])?.focus();
  }, [list]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const { target } = event;
      const isInside =
        target instanceof Element && [list.current, anchor.current].some((part) => part?.contains(target));
      if (!isInside) onLeave();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [list, anchor, onLeave]);
  return (
    <div ref={list} popover="manual" className="popup menu" role="menu" aria-label={label} onKeyDown={onKey(onClose)}>
      {items.map((item) => (
        <MenuRow key={item.key} item={item} onClose={onClose} />
      ))}
    </div>
  );
}

function MenuRow({ item, onClose }: { item: MenuItem; onClose(): void }) {
  const { label, detail, isChosen, choose } = item;
  const role = isChosen === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': isChosen };
  const onClick = () => {
    onClose();
    choose();
  };
  return (
    <button {...role} type="button" tabIndex={-1} className="menu-item" onClick={onClick}>
      <span className="menu-item-label">{label}</span>
      {detail !== undefined && detail !== '' && <span className="menu-item-detail">{detail}</span>}
    </button>
  );
}

function onKey(onClose: () => void) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const rows = rowsIn(event.currentTarget);
    const focused = document.activeElement;
    const at = focused instanceof HTMLElement ? rows.indexOf(focused) : -1;
    const steps: { readonly [key: string]: number } = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const next = steps[event.key];
    if (next !== undefined) rows.at(next % rows.length)?.focus();
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function rowsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('.menu-item') ?? [])];
}
