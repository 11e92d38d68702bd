import { SlackText } from '../blocks/mrkdwn.tsx';
import { partAt, textAt } from '../blocks/read.ts';
import type { ControlProps } from './control-props.ts';
import { useControl } from './use-control.ts';

/** A button. One with an address opens it in a new tab, and the app hears of it as well. */
export function Button(props: ControlProps) {
  const { element } = props;
  const { isPressing, tell } = useControl(props);
  const value = textAt(element, 'value');
  const url = textAt(element, 'url');
  const style = textAt(element, 'style');
  const press = () => void tell(value === null ? {} : { value });
  const shared = {
    className: `button button-${style ?? 'plain'}`,
    'aria-label': textAt(element, 'accessibility_label') ?? undefined,
    children: <SlackText of={partAt(element, 'text')} />,
  };
  if (url !== null) return <a {...shared} href={url} target="_blank" rel="noopener noreferrer" onClick={press} />;
  return <button {...shared} type="button" aria-busy={isPressing} onClick={press} />;
}
