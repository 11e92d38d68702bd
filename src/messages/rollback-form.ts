import { BLOCKS, LONGEST_REASON, placeIn, type RollbackDraft } from '../core/form.ts';
import type { ViewContent } from '../core/outgoing.ts';
import { context, section } from './blocks.ts';
import type { FormShown } from './deploy-form.ts';
import { type FormBlock, lines, menu } from './form-blocks.ts';
import { factsNote, formView } from './form-notes.ts';
import { chosenTarget, OUR_TARGET } from './menu-lines.ts';
import { code, mrkdwn } from './mrkdwn.ts';
import { environmentField, serviceField } from './place-fields.ts';

const FACTS = {
  without: 'The target is looked up when you send this.',
  before: 'Nothing stands there yet.',
} as const;

/** The picker of a rollback. Only the place must be chosen: with nothing known it still goes to where it would by itself. */
export function rollbackForm({ draft, catalog, showing, nowMs, metadata }: FormShown<RollbackDraft>): ViewContent {
  const { service, env } = placeIn(draft, catalog);
  const target: readonly FormBlock[] =
    service && env
      ? [
          menu({
            id: BLOCKS.target(service.name, env.name),
            label: 'Back to',
            placeholder: OUR_TARGET.text,
            optional: true,
            chosen: chosenTarget(draft.toRevision, showing, nowMs),
          }),
          factsNote(showing, nowMs, FACTS),
          ...(showing?.revisions.length === 0 ? [context(mrkdwn`⚠️ No other revision is ready there.`)] : []),
        ]
      : [];
  const blocks: readonly FormBlock[] = [
    section(
      mrkdwn`⚠️ *This acts at once.* All users go back, and the service stays frozen there until somebody lifts it.`,
    ),
    serviceField(service),
    ...(service ? [environmentField(service, env, catalog)] : []),
    ...target,
    lines({
      id: BLOCKS.reason,
      label: 'Reason',
      placeholder: 'Why, if there is time',
      optional: true,
      entered: draft.because,
      max: LONGEST_REASON,
    }),
    context(mrkdwn`Faster next time: ${code(`/rollback ${service?.name ?? 'SERVICE'} ${env?.name ?? 'ENV'} now`)}`),
  ];
  return formView('rollback', { submit: 'Roll Back Now', metadata, blocks });
}
