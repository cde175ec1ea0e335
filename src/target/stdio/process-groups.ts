/**
 * The process groups of targets. A worker thread that is terminated cannot end its own targets, so it
 * reports their groups to the thread that terminates it.
 */
import { EventEmitter } from "node:events";

/** `change` has a process group of this thread, and whether it starts or has ended. */
export const processGroups = new EventEmitter<{ change: [group: number, isRunning: boolean] }>();

const running = new Set<number>();
let isAborted = false;

processGroups.on("change", (group, isRunning) => {
  if (isRunning && isAborted) killProcessGroup(group);
  else if (isRunning) running.add(group);
  else running.delete(group);
});

/** Kills every process group of this thread, and each one that starts later. */
export function abortTargets(): void {
  isAborted = true;
  for (const group of running) killProcessGroup(group);
}

export function killProcessGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // The whole group has ended.
  }
}
