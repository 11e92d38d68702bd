import type { JsonObject } from './json.ts';
import type { View } from './model.ts';
import type { Workspace } from './workspace.ts';

/** A view as views.open answers it and as a submission carries it. */
export function viewOnWire(workspace: Workspace, view: View, values: JsonObject): JsonObject {
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
    state: { values },
    hash: view.hash,
    previous_view_id: null,
    root_view_id: view.id,
  };
}
