import type { Ids } from './ids.ts';
import type { SlackFile } from './model.ts';
import { SlackError } from './slack-error.ts';
import type { Now } from './timestamps.ts';

/** All bytes kept; the oldest file gives way. */
export const maxKeptBytes = 64 * 1024 * 1024;

type Upload = { file: SlackFile; bytes: Buffer | undefined; isComplete: boolean };

/** Files on their way in, in Slack's three steps, and the bytes of those that arrived. */
export class Files {
  readonly #uploads = new Map<string, Upload>();
  readonly #now: Now;
  readonly #ids: Ids;

  constructor(now: Now, ids: Ids) {
    this.#now = now;
    this.#ids = ids;
  }

  /** The first step. `sizeBytes` is a promise that the bytes must keep. */
  announce(name: string, sizeBytes: number, userId: string): SlackFile {
    const file: SlackFile = {
      id: this.#ids.next('F'),
      name,
      title: name,
      mimetype: mimetypeOf(name),
      sizeBytes,
      userId,
      createdAtMs: this.#now(),
    };
    this.#uploads.set(file.id, { file, bytes: undefined, isComplete: false });
    return file;
  }

  /** The second step. @returns false when there is no such upload, or its length is another than announced. */
  receive(fileId: string, bytes: Buffer): boolean {
    const upload = this.#uploads.get(fileId);
    if (upload === undefined || upload.isComplete || bytes.length !== upload.file.sizeBytes) return false;
    upload.bytes = bytes;
    this.#dropOldest();
    return true;
  }

  /**
   * The files whose last step may be taken, with their titles.
   * @throws SlackError file_not_found for what was never announced, never sent, or completed before
   */
  ready(wanted: readonly { id: string; title?: string | undefined }[]): SlackFile[] {
    return wanted.map(({ id, title }) => {
      const upload = this.#uploads.get(id);
      if (upload?.bytes === undefined || upload.isComplete) throw new SlackError('file_not_found');
      return { ...upload.file, title: title ?? upload.file.title };
    });
  }

  /** The last step, once for each file. */
  complete(files: readonly SlackFile[]): void {
    for (const file of files) {
      const upload = this.#uploads.get(file.id);
      if (upload !== undefined) Object.assign(upload, { file, isComplete: true });
    }
  }

  /** The bytes of a file that was completed, while they are kept. */
  bytesOf(fileId: string): { file: SlackFile; bytes: Buffer } | undefined {
    const upload = this.#uploads.get(fileId);
    return upload?.isComplete && upload.bytes !== undefined ? { file: upload.file, bytes: upload.bytes } : undefined;
  }

  #dropOldest(): void {
    let keptBytes = 0;
    for (const upload of [...this.#uploads.values()].reverse()) {
      keptBytes += upload.bytes?.length ?? 0;
      if (keptBytes > maxKeptBytes) upload.bytes = undefined;
    }
  }
}

const mimetypes: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
};

function mimetypeOf(name: string): string {
  return mimetypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
