import { type Catalog, type Environment, type Service, STRATEGIES, type Strategy } from '../core/catalog.ts';
import { asksToBeSure, BLOCKS, type DeployDraft, LONGEST_REASON, type MenuOption, placeIn } from '../core/form.ts';
import type { ViewContent } from '../core/outgoing.ts';
import { judgingOf, phasesOf } from '../core/plan.ts';
import { forecastOf } from '../core/planner.ts';
import type { Showing } from '../core/showing.ts';
import { FORM_LIMITS } from '../core/slack-limits.ts';
import { refuseStrategy } from '../core/strategy.ts';
import { context } from './blocks.ts';
import { duration } from './figures.ts';
import { type FormBlock, lines, menu, oneOf, ticks } from './form-blocks.ts';
import { factsNote, formView } from './form-notes.ts';
import { chosenImage } from './menu-lines.ts';
import { mrkdwn } from './mrkdwn.ts';
import { environmentField, serviceField } from './place-fields.ts';
import { forecastShown } from './plan-forecast.ts';

const FACTS = {
  without: 'Type a tag or digest, or leave the image empty.',
  before: 'Nothing stands there yet: this deploy creates the service.',
} as const;

export type FormShown<D> = {
  readonly draft: D;
  readonly catalog: Catalog;
  /** null: nothing is known of the chosen place. */
  readonly showing: Showing | null;
  readonly nowMs: number;
  /** Comes back with the form. */
  readonly metadata: string;
};

/** So that nobody hesitates to send the form. */
const NEXT = mrkdwn`Nothing starts yet: the plan comes to you alone, and you start it there.`;
const NOTHING = mrkdwn`Nothing is started: the plan comes to you alone.`;

/** The form of a deploy, drawn for what is entered so far. Nothing is chosen for anybody; what was said is filled in. */
export function deployForm(shown: FormShown<DeployDraft>): ViewContent {
  const { draft, metadata } = shown;
  const { service, env } = placeIn(draft, shown.catalog);
  const blocks = service
    ? [serviceField(service), environmentField(service, env, shown.catalog), ...furtherFields(shown, service, env)]
    : [serviceField(null), context(mrkdwn`Environment, image and phases follow when the service is chosen.`)];
  const reason = reasonField(draft, env);
  return formView('deploy', {
    submit: submitLabel(draft, env),
    metadata,
    blocks: [...blocks, reason, ...sure(draft, env), context(draft.planOnly ? NOTHING : NEXT)],
  });
}

function furtherFields(
  { draft, showing, nowMs, catalog }: FormShown<DeployDraft>,
  service: Service,
  env: Environment | null,
): readonly FormBlock[] {
  return [
    menu({
      id: BLOCKS.image(service.name),
      label: 'Image',
      hint: 'Type to search. A tag or a whole digest that is not listed is taken too.',
      placeholder: defaultImage(service, env, catalog),
      optional: true,
      chosen: chosenImage(draft.image, showing, nowMs),
    }),
    ...(env ? [factsNote(showing, nowMs, FACTS)] : []),
    strategyField(draft, service),
    ...(env ? evidenceNotes(draft, { service, showing }) : []),
  ];
}

/** What the chosen phases can be expected to prove; nothing where nothing serves yet, or where that is not known. */
function evidenceNotes(
  { strategy }: DeployDraft,
  { service, showing }: { readonly service: Service; readonly showing: Showing | null },
): readonly FormBlock[] {
  if (!showing?.exists || showing.lastHour === null) return [];
  const phases = phasesOf({ ...service, strategy: strategy ?? service.strategy });
  const { expected, remarks } = forecastShown(forecastOf({ phases, judging: judgingOf(service) }, showing.lastHour));
  return [context(expected), ...(remarks === null ? [] : [context(remarks)])];
}

function defaultImage({ environments }: Service, env: Environment | null, catalog: Catalog): string {
  if (env === null) return 'The usual one of the environment';
  const from = catalog.environments.find(({ name }) => name === env.promotesFrom);
  const isPromoted = from !== undefined && environments.includes(from.name);
  return isPromoted ? `The one that is live in ${from.name}` : 'The newest one';
}

function strategyField({ strategy }: DeployDraft, service: Service): FormBlock {
  const may = STRATEGIES.filter((one) => refuseStrategy(service, one) === null);
  const first = [service.strategy, ...may.filter((one) => one !== service.strategy)];
  return oneOf({
    id: BLOCKS.strategy(service.name),
    label: 'Phases',
    optional: false,
    isDecisive: true,
    choices: first.map((one) => strategyLine(one, service)),
    chosen: strategy ?? service.strategy,
  });
}

function strategyLine(strategy: Strategy, service: Service): MenuOption {
  const phases = phasesOf({ ...service, strategy });
  const least = duration(phases.reduce((sum, { bakeMs }) => sum + bakeMs, 0));
  const steps = `${phases.map(({ percent }) => percent).join(' → ')} %`;
  const words = { canary: steps, 'blue-green': '0 % with a preview, then 100 %', replace: '100 % at once' }[strategy];
  return { text: `${strategy}: ${words}`, value: strategy, description: `Takes at least ${least}` };
}

function reasonField(draft: DeployDraft, env: Environment | null): FormBlock {
  const isNeeded = asksToBeSure(draft, env);
  return lines({
    id: BLOCKS.reason,
    label: 'Reason',
    placeholder: isNeeded ? 'Why now? It stands in the thread.' : 'Why now? (if others should know)',
    optional: !isNeeded,
    entered: draft.because,
    max: LONGEST_REASON,
  });
}

function sure(draft: DeployDraft, env: Environment | null): readonly FormBlock[] {
  if (!asksToBeSure(draft, env)) return [];
  const { checklist, name } = env;
  return [
    ticks({
      id: BLOCKS.checklist(env),
      label: `Made sure before ${name}`,
      hint: 'All must be true. The thread keeps that you confirmed them.',
      optional: false,
      sentences: checklist,
      ticked: draft.ticked,
    }),
  ];
}

/** Names the outcome; Slack takes 24 characters. */
function submitLabel({ planOnly }: DeployDraft, env: Environment | null): string {
  if (planOnly) return 'Show the plan';
  const whole = env ? `Plan deploy to ${env.name}` : 'Plan deploy';
  return whole.length > FORM_LIMITS.viewTitle ? 'Plan deploy' : whole;
}
