import chromium from '@sparticuz/chromium';

/**
 * Run as a process of its own, because the package reads its environment when it is imported: TMPDIR is where it unpacks
 * to, and only where it takes the machine for a Lambda does it unpack the libraries that a bare Debian lacks.
 */
await chromium.executablePath();
