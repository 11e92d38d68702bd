import { fileURLToPath } from 'node:url';

/** Where the sandbox keeps everything of its own: git ignores it, and it may be deleted whenever nothing runs. */
export const HOME = fileURLToPath(new URL('../.slipway', import.meta.url));
