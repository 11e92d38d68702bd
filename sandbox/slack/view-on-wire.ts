import { stateOf } from './element-state.ts';
import { type JsonObject, objectsIn } from './json.ts';
import type { View } from './model.ts';
import type { Workspace } from './workspace.ts';

/** A view as the Web API answers it and as payloads carry it, with what the person entered so far. */
export function viewOnWire(workspace: Workspace, view: View): JsonObject {
  const { app } = workspace.directory;
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...view.definition,
    id: view.id,
    team_id: app.teamId,
    app_id: app.appId,
    bot_id: app.botId,
    app_installed_team_id: app.teamId,
    state: { values: stateOf(objectsIn(view.definition, 'blocks'), view.entered) },
    hash: view.hash,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
  };
}
