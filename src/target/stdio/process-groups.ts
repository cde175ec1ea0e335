/**
 * The process groups of targets. A worker thread that is terminated cannot end its own targets, so it
 * reports their groups to the thread that terminates it.
 */
type Watcher = (group: number, isRunning: boolean) => void;

let watcher: Watcher = () => undefined;

/** `watch` is called for each process group of this thread that starts or ends. */
export function watchProcessGroups(watch: Watcher): void {
  watcher = watch;
}

export function reportProcessGroup(group: number, isRunning: boolean): void {
  watcher(group, isRunning);
}

export function killProcessGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // The whole group has ended.
  }
}
