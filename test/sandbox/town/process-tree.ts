import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** One line per process: its id, its parent's and what it runs; from /proc, or from `ps` where there is none (macOS). */
function processes(): { pid: number; parent: number; command: string }[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
    return lines.flatMap((line) => {
      const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => {
    // The name in brackets may have any character, brackets too; the state and the parent follow it.
    const parent = Number(/\) \S (\d+) [^)]*$/.exec(textOf(`/proc/${pid}/stat`))?.[1]);
    return { pid: Number(pid), parent, command: textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') };
  });
}

/** Empty for a process that ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export function childrenOf(parent: number | undefined): number[] {
  return processes().flatMap((one) => (one.parent === parent ? [one.pid] : []));
}

export function commandOf(pid: number): string {
  return processes().find((one) => one.pid === pid)?.command ?? '';
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
