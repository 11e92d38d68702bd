import type { Tampering } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import type { SlackApp, User } from '../model.ts';

/** The fields that every interactive payload carries. */
export function envelopeFields(app: SlackApp, user: User, tampering: Tampering): JsonObject {
  const teamId = tampering.teamId ?? app.teamId;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: tampering.teamId ?? user.teamId },
    api_app_id: tampering.appId ?? app.appId,
    token: app.verificationToken,
    team: { id: teamId, domain: app.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}
