import type { JsonObject } from './json.ts';
import type { SlackFile } from './model.ts';
import type { Workspace } from './workspace.ts';

/** A file as messages and files.completeUploadExternal carry it. */
export function fileOnWire(workspace: Workspace, file: SlackFile): JsonObject {
  const url = workspace.fileUrl(file.id);
  return {
    id: file.id,
    created: Math.floor(file.createdAtMs / 1000),
    timestamp: Math.floor(file.createdAtMs / 1000),
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? '',
    user: file.userId,
    size: file.sizeBytes,
    mode: 'hosted',
    is_external: false,
    url_private: url,
    url_private_download: url,
    permalink: url,
  };
}
