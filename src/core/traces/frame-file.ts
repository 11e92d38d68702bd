/** `chunk-4f3a2b1c.js`, `main.9d81f2ab.js`: what a bundler adds to a name changes with every build. */
const HEX_OF_BUILD = /[._-](?=[a-f]{0,64}\d)[0-9a-f]{7,64}(?=[._])/g;
const MIXED_OF_BUILD = /[.-]\w{8}(?=\.[cm]?js$)/;

/** The name of a file without its folders, which differ between machines, and without what differs between builds. */
export function fileName(path: string): string {
  const clean = path.replaceAll('\\', '/').replace(/[?#].*$/, '');
  const name = clean.slice(clean.lastIndexOf('/') + 1).replace(HEX_OF_BUILD, '');
  return name.replace(MIXED_OF_BUILD, (part) => (/\d|[a-z][A-Z]/.test(part) ? '' : part));
}
