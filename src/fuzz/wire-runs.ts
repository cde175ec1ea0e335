/** The numbers of random cases on the wire where nobody names them: each run takes the time of a process. */
export const wireRuns = 200;
export const wireSequences = 40;
