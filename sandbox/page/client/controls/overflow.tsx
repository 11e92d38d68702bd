import { listAt, textAt } from '../blocks/read.ts';
import { Icon } from '../icon/icon.tsx';
import { choiceOf } from './choice.ts';
import type { ControlProps } from './control-props.ts';
import { Menu } from './menu.tsx';
import { useControl } from './use-control.ts';

/** The ⋯ menu of a message. An option with an address opens it; the app hears of every choice. */
export function Overflow(props: ControlProps) {
  const { isPressing, tell } = useControl(props);
  const items = listAt(props.element, 'options').map((option) => {
    const { value, label, detail } = choiceOf(option);
    const url = textAt(option, 'url');
    const choose = () => {
      if (url !== null) window.open(url, '_blank', 'noopener');
      void tell({ selected_option: option });
    };
    return { key: value, label, choose, ...(detail === null ? {} : { detail }) };
  });
  const label = textAt(props.element, 'accessibility_label') ?? 'More actions';
  return (
    <Menu
      label={label}
      face={<Icon name="more" />}
      items={items}
      className="button button-overflow"
      isBusy={isPressing}
    />
  );
}
