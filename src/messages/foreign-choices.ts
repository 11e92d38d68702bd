import { adoptionOf, restorationOf, type Stopped } from '../core/foreign-change.ts';
import { clip } from '../core/plain-text.ts';
import { SLACK_LIMITS } from '../core/slack-limits.ts';
import type { Confirm } from './blocks.ts';
import { sharesText } from './foreign-words.ts';

/** What each press would do now, as it follows on the name of its button. */
export function adoptText(rollout: Stopped): string {
  const adoption = adoptionOf(rollout);
  const { service, env, foreign } = rollout;
  switch (adoption.kind) {
    case 'goOn':
      return rollout.passed === 'health'
        ? 'leaves that as it is and goes on where the rollout stopped'
        : 'leaves that as it is and asks the new revision for its health';
    case 'shift':
      return foreign.traffic === null
        ? 'puts the tag canary back, which the check of its health needs, and leaves the rest'
        : `goes on from there: the new revision keeps ${adoption.toPercent} %, watched from new`;
    case 'end':
      return adoption.why === 'rolledBack'
        ? `ends the rollout: they rolled ${service} in ${env} back, and nothing is moved`
        : `ends the rollout and leaves the traffic as they made it (${sharesText(foreign.traffic?.now ?? [], rollout)}); Slipway no longer watches it`;
  }
}

export function restoreText(rollout: Stopped): string {
  const { template, tags, traffic } = rollout.foreign;
  const { toPercent } = restorationOf(rollout);
  const share = `gives the new revision ${toPercent} % again`;
  const parts = [
    traffic === null ? 'writes our split once more' : share,
    ...(tags.length > 0 ? ['puts our tags back'] : []),
    rollout.passed === 'health' ? 'watches from new' : 'asks for its health again',
  ];
  const stays =
    template === null ? '' : `; ${template.revision} stays without traffic, and what it changed is in the next deploy`;
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}${stays}`;
}

export function abortText({ stable }: Stopped): string {
  return stable
    ? `ends the rollout and sends all traffic to ${stable.revision}`
    : 'ends the rollout and leaves the service as it is';
}

export function adoptConfirm(rollout: Stopped): Confirm {
  return confirm('Adopt what others did?', 'Adopt', adoptText(rollout));
}

export function restoreConfirm(rollout: Stopped): Confirm {
  return confirm('Restore what others changed?', 'Restore', restoreText(rollout));
}

function confirm(title: string, yes: string, does: string): Confirm {
  const text = clip(`${yes} ${does}. It holds for what this card shows now.`, SLACK_LIMITS.confirmText);
  return { title, text, yes, no: 'Leave It' };
}
