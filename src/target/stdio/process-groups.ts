/**
 * The process groups in which targets run. A thread that is ended has no say any more, so it tells them to the
 * one that ends it.
 */
type Watcher = (group: number, isRunning: boolean) => void;

let watcher: Watcher = () => undefined;

/** Whoever has to end what this thread has started, when the thread itself cannot. */
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
