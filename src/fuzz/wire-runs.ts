/** The default numbers of random cases on the wire. They are small: each run takes the time of a process. */
export const wireRuns = 200;
export const wireSequences = 40;
