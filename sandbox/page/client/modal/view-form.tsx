import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Json, ViewRow } from '../../protocol/slack.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { labelAt, listAt, partAt } from '../blocks/read.ts';
import { SurfaceProvider, useNewSurface } from '../controls/surface.tsx';
import { errorsLeft, missingIn } from '../controls/values.ts';
import { Icon } from '../icon/icon.tsx';
import { useDesk } from '../live/desk.ts';

type Errors = { readonly [blockId: string]: string };
type ViewFormProps = { view: ViewRow; titleId: string; isOnTop: boolean };

/** One view of a modal. What is typed stays while the app updates the view or lays another one on top. */
export function ViewForm({ view, titleId, isOnTop }: ViewFormProps) {
  const { act } = useDesk();
  const { definition, id } = view;
  const blocks = useMemo(() => listAt(definition, 'blocks'), [definition]);
  const at = useMemo(() => ({ in: 'view' as const, viewId: id }), [id]);
  const made = useNewSurface(at, blocks);
  const form = useRef<HTMLFormElement>(null);
  const { errors, sent, refusal, isBusy, submit } = useSubmit(id, () => ({ blocks, values: made.surface.values }));
  useFocusOnField(form, isOnTop, blocks, errors);
  const close = () => void act({ do: 'close', viewId: id });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <form ref={form} className="modal-form" hidden={!isOnTop} onSubmit={onSubmit} noValidate aria-busy={isBusy}>
      <header className="modal-head">
        <h2 id={titleId}>{labelAt(definition, 'title')}</h2>
        <button type="button" className="icon-button" aria-label="Close" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="modal-body">
        {refusal !== null && (
          <p className="modal-refusal" role="alert">
            {refusal}
          </p>
        )}
        <SurfaceProvider of={made}>
          <Blocks blocks={blocks} errors={errorsLeft(errors, sent, made.surface.values)} />
        </SurfaceProvider>
      </div>
      <footer className="dialog-buttons">
        <button type="button" className="button" onClick={close}>
          {labelAt(definition, 'close') || 'Cancel'}
        </button>
        {partAt(definition, 'submit') !== null && (
          <button type="submit" className="button button-primary" aria-busy={isBusy}>
            {labelAt(definition, 'submit')}
          </button>
        )}
      </footer>
    </form>
  );
}

type Filled = Parameters<typeof missingIn>;

/** Sends the view once at a time; what is missing is said before the app is asked. */
function useSubmit(viewId: string, filled: () => { blocks: Filled[0]; values: Filled[1] }) {
  const { act } = useDesk();
  const [errors, setErrors] = useState<Errors>({});
  const [sent, setSent] = useState<Filled[1]>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async () => {
    if (isBusy) return;
    const { blocks, values } = filled();
    const missing = missingIn(blocks, values);
    setErrors(missing);
    setSent(values);
    setRefusal(null);
    if (Object.keys(missing).length > 0) return;
    setIsBusy(true);
    const answer = await act({ do: 'submit', viewId, state: values });
    setIsBusy(false);
    if (answer.kind === 'fieldErrors') setErrors(answer.errors);
    if (answer.kind === 'refused') setRefusal(answer.because);
  };
  return { errors, sent, refusal, isBusy, submit };
}

const FIELDS = '.blocks :is(input:not([type=hidden]), textarea, select, button, a)';

/**
 * The focus goes to the first field as soon as the view has one, and to the first wrong one after it was sent. Until then the
 * dialog itself has it and not ✕, so that a space or Enter of somebody who was typing when it opened answers nothing.
 */
function useFocusOnField(
  form: { readonly current: HTMLFormElement | null },
  isOnTop: boolean,
  blocks: readonly Json[],
  errors: Errors,
) {
  const isUp = useRef(false);
  useEffect(() => {
    const { current } = form;
    const isPlaced = isUp.current && current?.contains(document.activeElement);
    isUp.current = isOnTop;
    // Every new version of the view may be the first that has a field.
    if (blocks.length > 0 && isOnTop && !isPlaced)
      (current?.querySelector<HTMLElement>(FIELDS) ?? current?.closest('dialog'))?.focus();
  }, [form, isOnTop, blocks]);
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form, errors]);
}
