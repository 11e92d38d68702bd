import { exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { app, town } from './town.ts';

const { ana } = exampleUsers;

/** A person with this view open, and an app that answers what it is told to. */
export async function withOpen(view: JsonObject, answer?: () => unknown) {
  const { slack, client } = await town();
  const { workspace } = slack;
  const heard = app(slack, answer);
  const trigger = () => workspace.views.newTrigger(ana);
  const opened = await client.apiCall('views.open', { trigger_id: trigger(), view });
  const top = () => workspace.views.openOf(ana);
  const viewId = top()?.id ?? '';
  const submit = (values: Record<string, string>) =>
    workspace.submitView({ userId: ana, viewId: top()?.id ?? '', values });
  return { workspace, client, heard, trigger, opened, viewId, top, submit };
}

/** Of the views that are open, the lowest first. */
export const titles = (workspace: { modalsOf: (userId: string) => readonly { definition: JsonObject }[] }) =>
  workspace.modalsOf(ana).map(({ definition }) => definition['title']);
