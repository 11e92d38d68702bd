import { useEffect, useState } from 'react';
import { usePage } from '../live/use-store.ts';

/** Shorter absences, such as a restart of the server under one's hands, are not worth a banner. */
const PATIENCE_MS = 700;

/** Says when the sandbox or the bot is away, and that nothing is lost by it. */
export function Banner() {
  const isLost = usePage((state) => state.link === 'lost');
  const isSlackAway = usePage((state) => state.town.town?.faults.isSlackAway === true);
  const isAppDown = usePage((state) => state.snapshot?.isAppUp === false);
  const [isOverdue, setIsOverdue] = useState(false);
  useEffect(() => {
    if (!isLost) return setIsOverdue(false);
    const timer = setTimeout(() => setIsOverdue(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isLost]);
  return (
    <div role="status" className="banner-place">
      {isLost && isOverdue && (
        <p className="banner">The sandbox is away. Trying again by itself; what you have typed is kept.</p>
      )}
      {!isLost && isAppDown && (
        <p className="banner">Slipway is not answering. Commands and buttons work again when it is back.</p>
      )}
      {!isLost && isSlackAway && (
        <p className="banner">Slack is away, as the town has it. Slipway hears you, and answers when Slack is back.</p>
      )}
    </div>
  );
}
