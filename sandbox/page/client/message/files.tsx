import type { FileRow } from '../../protocol/slack.ts';

/** Files under a message: pictures are shown, everything else is offered to download. */
export function Files({ files }: { files: readonly FileRow[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>{file.mimetype.startsWith('image/') ? <Preview file={file} /> : <Download file={file} />}</li>
      ))}
    </ul>
  );
}

function Preview({ file }: { file: FileRow }) {
  return (
    <figure className="picture">
      <figcaption>
        {file.title} <span className="file-size">{sizeOf(file.bytes)}</span>
      </figcaption>
      <a href={file.url} target="_blank" rel="noopener noreferrer">
        <img src={file.url} alt={file.title} loading="lazy" />
      </a>
    </figure>
  );
}

function Download({ file }: { file: FileRow }) {
  return (
    <a className="file" href={file.url} download={file.name}>
      <span className="file-kind" aria-hidden="true">
        {(file.name.split('.').pop() ?? 'file').slice(0, 4)}
      </span>
      <span className="file-words">
        <strong>{file.title || file.name}</strong>
        <span className="file-size">
          {file.name} · {sizeOf(file.bytes)} · Download
        </span>
      </span>
    </a>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const kilobytes = bytes / 1000;
  return kilobytes < 1000 ? `${kilobytes.toFixed(kilobytes < 10 ? 1 : 0)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
