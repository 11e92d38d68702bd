import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Menu } from '../controls/menu.tsx';
import { Icon } from '../icon/icon.tsx';
import { usePage, useStore } from '../live/use-store.ts';
import { draftOf, keepDraft } from './drafts.ts';
import { hintFor } from './suggest.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { useSuggestions } from './use-suggestions.ts';

type ComposerProps = { channelId: string; threadTs: string | null; label: string };

/** Where one writes. Enter sends, Shift+Enter makes a line; `/`, `@` and `#` offer what may come. */
export function Composer({ channelId, threadTs, label }: ComposerProps) {
  const id = useId();
  const as = usePage((state) => state.as);
  const { text, change, send } = useDraft(`${as} ${channelId} ${threadTs ?? ''}`, channelId, threadTs);
  const field = useRef<HTMLTextAreaElement>(null);
  const { list, active, onCaret, complete, dismiss, takeKey } = useSuggestions(text, change, field);
  useFocusAtFirst(field);
  const hint = usePage((state) => (state.snapshot === null ? null : hintFor(text, state.snapshot)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    const isSend = event.key === 'Enter' && isPlain;
    const isTaken = isPlain && takeKey(event.key);
    if (!isTaken && !isSend) return;
    if (!isTaken) void send();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="composer">
      {hint !== null && (
        <p className="composer-hint" id={`${id}hint`}>
          Enter alone opens a form. <span className="composer-grammar">{hint}</span>
        </p>
      )}
      <div className="composer-box">
        <Shortcuts />
        <textarea
          ref={field}
          rows={1}
          className="composer-field"
          aria-label={label}
          aria-describedby={hint === null ? undefined : `${id}hint`}
          aria-autocomplete="list"
          aria-controls={list.length > 0 ? `${id}list` : undefined}
          aria-activedescendant={list.length > 0 ? `${id}list-${active}` : undefined}
          placeholder={label}
          value={text}
          onChange={(event) => change(event.target.value)}
          onSelect={onCaret}
          onKeyDown={onKeyDown}
          onBlur={dismiss}
        />
        <button
          type="button"
          className="button button-primary send"
          disabled={text.trim() === ''}
          onClick={() => {
            // With nothing to send it is disabled, and what is disabled loses the focus.
            field.current?.focus();
            void send();
          }}
        >
          Send
        </button>
      </div>
      {list.length > 0 && (
        <SuggestionList id={`${id}list`} anchor={field} list={list} active={active} onChoose={complete} />
      )}
    </div>
  );
}

/** Whoever comes to a channel or a thread can write at once, unless that would bring up the keyboard of a phone. */
function useFocusAtFirst(field: RefObject<HTMLTextAreaElement | null>) {
  useEffect(() => {
    const isTouched = matchMedia('(hover: none)').matches;
    if (!isTouched && document.querySelector('dialog[open]') === null) field.current?.focus({ preventScroll: true });
  }, [field]);
}

/** The text of one place. It is gone from the field at once when it is sent, and back in it when it was refused. */
function useDraft(key: string, channelId: string, threadTs: string | null) {
  const store = useStore();
  const [text, setText] = useState(() => draftOf(key));
  useEffect(() => setText(draftOf(key)), [key]);
  const change = (next: string) => {
    keepDraft(key, next);
    setText(next);
  };
  const send = async () => {
    if (text.trim() === '') return;
    change('');
    const answer = await store.act({ do: 'say', channelId, threadTs, text: text.trim() });
    if (answer.kind === 'refused') change(draftOf(key) === '' ? text : `${text}\n${draftOf(key)}`);
  };
  return { text, change, send };
}

/** The app's global shortcuts. */
function Shortcuts() {
  const { act } = useStore();
  const shortcuts = usePage((state) => state.snapshot?.shortcuts);
  const own = (shortcuts ?? []).filter((shortcut) => shortcut.kind === 'global');
  if (own.length === 0) return null;
  const items = own.map(({ callbackId, name, description }) => ({
    key: callbackId,
    label: name,
    detail: description,
    choose: () => void act({ do: 'shortcut', callbackId, message: null }),
  }));
  return <Menu label="Shortcuts" face={<Icon name="plus" />} items={items} className="icon-button composer-plus" />;
}
