/**
 * The process groups of targets. A worker thread that is terminated cannot end its own targets, so it
 * reports their groups to the thread that terminates it.
 */
import { EventEmitter } from "node:events";

/** `change` has a process group of this thread, and whether it starts or has ended. */
export const processGroups = new EventEmitter<{ change: [group: number, isRunning: boolean] }>();

export function killProcessGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // The whole group has ended.
  }
}
