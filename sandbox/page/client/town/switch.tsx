import './switch.css';

type Props = { readonly label: string; readonly isOn: boolean; readonly onSwitch: (isOn: boolean) => void };

/** On or off in words, not in colour alone. */
export function Switch({ label, isOn, onSwitch }: Props) {
  return (
    <button type="button" role="switch" aria-checked={isOn} className="town-switch" onClick={() => onSwitch(!isOn)}>
      <span className="town-switch-track" aria-hidden="true" />
      <span>{label}</span>
      <span className="town-switch-state" aria-hidden="true">
        {isOn ? 'on' : 'off'}
      </span>
    </button>
  );
}
