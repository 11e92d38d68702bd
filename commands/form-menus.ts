import type { MenuOption } from '../src/core/form.ts';
import { readMetadata } from '../src/core/form-metadata.ts';
import type { MenuTyped } from '../src/core/heard.ts';
import { option } from '../src/messages/form-blocks.ts';
import { imageLines, serviceLines, targetLines } from '../src/messages/menu-lines.ts';
import type { CommandWorld } from './command.ts';
import { factsFor } from './forms.ts';
import { within } from './patience.ts';

/** Slack shows nothing after three seconds; a menu that is slow feels broken long before. */
const PATIENCE_MS = 1_200;
/** How far back somebody's own services are looked for. */
const LOOKED_AT = 30;

type Option = ReturnType<typeof option>;

/** The lines of a menu for what was typed. With Redis away the catalog is still known, and a tag can still be typed. */
export async function suggest(typed: MenuTyped, world: CommandWorld): Promise<readonly Option[]> {
  const lines = await linesFor(typed, world);
  return lines.map(option);
}

async function linesFor(
  { actionId, metadata, typed, userId }: MenuTyped,
  world: CommandWorld,
): Promise<readonly MenuOption[]> {
  const draft = readMetadata(metadata)?.draft;
  if (!draft) return [];
  switch (actionId) {
    case 'service':
      return serviceLines(typed, await latelyDeployed(userId, world), world.catalog());
    case 'image':
      return imageLines(typed, await factsFor(draft, PATIENCE_MS, world), world.now());
    case 'target':
      return targetLines(typed, await factsFor(draft, PATIENCE_MS, world), world.now());
    default:
      return [];
  }
}

async function latelyDeployed(userId: string, { rollouts }: CommandWorld): Promise<readonly string[]> {
  const recent = await within(PATIENCE_MS, rollouts.recent(LOOKED_AT), []);
  const own = recent.filter(({ rollout }) => rollout.requestedBy === userId).map(({ rollout }) => rollout.service);
  return [...new Set(own)];
}
