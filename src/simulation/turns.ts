/** Which of two instances goes on. Only one is active at a time, so a scenario repeats exactly. */
export type Instance = 0 | 1;

export class Turns {
  #active: Instance = 0;
  /** The interactions that are left of the active turn. */
  #left: number;
  readonly #later: number[];
  readonly #hasEnded = [false, false];
  readonly #waiting: (() => void)[][] = [[], []];
  readonly #onSwitch: (active: Instance) => void;

  /** The first instance starts. `onSwitch` gets each instance that goes on. */
  constructor([first, ...later]: readonly number[], onSwitch: (active: Instance) => void) {
    this.#left = first ?? Number.POSITIVE_INFINITY;
    this.#later = later;
    this.#onSwitch = onSwitch;
    onSwitch(0);
  }

  /** An interaction that cannot wait, such as an audit event of a target in this process. */
  count(): void {
    this.#left -= 1;
  }

  /** Ends when the instance may make its next interaction. */
  async next(instance: Instance): Promise<void> {
    if (this.#active === instance && this.#left <= 0) this.#switch();
    if (this.#active !== instance) {
      await new Promise<void>((resolve) => this.#waiting[instance]?.push(resolve));
    }
    this.#left -= 1;
  }

  /** The run of the instance has ended, and the other one goes on. */
  end(instance: Instance): void {
    this.#hasEnded[instance] = true;
    if (this.#active === instance) this.#switch();
  }

  #switch(): void {
    this.#left = this.#later.shift() ?? Number.POSITIVE_INFINITY;
    const other = this.#active === 0 ? 1 : 0;
    if (this.#hasEnded[other] === true) {
      this.#left = Number.POSITIVE_INFINITY;
      return;
    }
    this.#active = other;
    this.#onSwitch(other);
    for (const resolve of this.#waiting[other]?.splice(0) ?? []) resolve();
  }
}
