/**
 * Processes that a bot started and that left its process group, as a daemon does. Only Linux shows them: elsewhere there
 * is no `/proc`, and none is found.
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process may start another one while it is killed. */
const roundsMax = 10;

/**
 * Kills the processes whose environment has the text, and that are in another process group. `sincePid`: those that
 * started after it; null: any. Returns whether there was one.
 */
export function killOutsideGroup(group: number, text: string, sincePid: number | null): boolean {
  return killWhere(sincePid, (pid) => {
    if (!readFileSync(`/proc/${pid}/environ`, "latin1").includes(text)) return false;
    // After the name, which may have any character: the state, the parent and the group.
    const [, , of] =
      readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return Number(of) !== group;
  });
}

/** Null where there is no such process. */
export function networkOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return null;
  }
}

/** Kills the processes in a network. */
export function killInNetwork(network: string): void {
  killWhere(null, (pid) => networkOf(pid) === network);
}

function killWhere(sincePid: number | null, isMeant: (pid: number) => boolean): boolean {
  for (let round = 0; round < roundsMax; round += 1) {
    const found = pidsSince(sincePid).filter((pid) => {
      try {
        return isMeant(pid);
      } catch {
        // It has ended, or is that of another user.
        return false;
      }
    });
    for (const pid of found) kill(pid);
    if (found.length === 0) return round > 0;
  }
  return true;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** The numbers of processes rise, and begin again after the largest one. */
function pidsSince(since: number | null): number[] {
  try {
    const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
    if (since === null) return all;
    const last = Number(readFileSync("/proc/loadavg", "utf8").trim().split(" ").at(-1));
    return all.filter((pid) =>
      last >= since ? pid > since && pid <= last : pid > since || pid <= last,
    );
  } catch {
    return [];
  }
}
